"""Decision rights: the register, and how it is changed by consent; and the drill."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.drills import cards as drill_cards
from flows.drills import commands as drill
from flows.drills import running
from flows.rights import asking, changing, register
from flows.rights import commands as right

AREA = Area(
    looks=(
        case(right.ShowRegister, register.show_register),
        case(right.WhoDecides, asking.who_decides),
        case(right.OpenRightChange, changing.open_right_change),
        case(drill.OpenDrill, running.open_drill),
    ),
    forms=(right.OpenRightChange, drill.OpenDrill),
    by_people=(
        case(right.ProposeRight, changing.propose_right),
        case(right.ProposeNoRight, changing.propose_no_right),
        case(drill.StartDrill, running.start_drill),
        case(drill.AnswerDrill, running.answer_drill),
        case(drill.CloseDrill, running.close_drill),
    ),
    cards={drill_cards.CARD: drill_cards.draw},
)
