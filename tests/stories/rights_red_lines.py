"""The rights matrix of red lines: nothing is agreed yet in either plant, and nothing is held."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.holds import commands as holding
from flows.red_lines import commands as line
from tests.stories.rights_case import MEMBERS, READERS, Case

LINE = {
    "text": "No batch without its record",
    "owner": "quality",
    "test": "A gap",
    "breach": "The line stops",
    "trips": "batch record",
}
AXES = ("operational_safety", "quality", "speed", "scope", "cost")
ORDER = {axis: str(place) for place, axis in enumerate(AXES, 1)}
CASES: Mapping[type[Command], Case] = {
    line.ListRedLines: Case(lambda ids: line.ListRedLines(None, ids.project), also=READERS),
    line.OpenRedLine: Case(lambda ids: line.OpenRedLine(ids.project), also=MEMBERS),
    line.OpenTolerances: Case(lambda ids: line.OpenTolerances(ids.project), also=MEMBERS),
    line.OpenTradeoffOrder: Case(lambda ids: line.OpenTradeoffOrder(ids.project), also=MEMBERS),
    line.ProposeRedLine: Case(lambda ids: line.ProposeRedLine(ids.project), "ewa", LINE, MEMBERS),
    line.ProposeTolerances: Case(
        lambda ids: line.ProposeTolerances(ids.project), "ewa", {"time": "up to 2 weeks"}, MEMBERS
    ),
    line.ProposeTradeoffOrder: Case(lambda ids: line.ProposeTradeoffOrder(ids.project), "ewa", ORDER, MEMBERS),
    holding.GoAhead: Case(lambda ids: holding.GoAhead(ids.escalation, f"{ids.project}/RL-1"), elsewhere=True),
    holding.OpenVeto: Case(lambda ids: holding.OpenVeto(ids.escalation, f"{ids.project}/RL-1"), elsewhere=True),
    holding.GiveVeto: Case(
        lambda ids: holding.GiveVeto(ids.escalation, f"{ids.project}/RL-1"),
        values={"reason": "A gap", "options": ["a"]},
        elsewhere=True,
    ),
}
