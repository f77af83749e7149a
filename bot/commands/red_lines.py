"""Red lines, tolerances and the trade-off order: agreed by consent, and heard wherever a matter touches one."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.red_lines import commands as line
from flows.red_lines import listing, proposing

AREA = Area(
    looks=(
        case(line.ListRedLines, listing.list_red_lines),
        case(line.OpenRedLine, proposing.open_red_line),
        case(line.OpenTolerances, proposing.open_tolerances),
        case(line.OpenTradeoffOrder, proposing.open_tradeoff_order),
    ),
    forms=(line.OpenRedLine, line.OpenTolerances, line.OpenTradeoffOrder),
    by_people=(
        case(line.ProposeRedLine, proposing.propose_red_line),
        case(line.ProposeTolerances, proposing.propose_tolerances),
        case(line.ProposeTradeoffOrder, proposing.propose_tradeoff_order),
    ),
)
