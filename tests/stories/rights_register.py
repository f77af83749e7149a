"""The rights matrix of the decision rights."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.drills import commands as drill
from flows.live_drills import commands as live
from flows.rights import commands as right
from tests.stories.rights_case import MEMBERS, READERS, Case, Values

TRADEOFF = "speed/operational_safety"
RIGHT: Values = {"decider": ["maria"], "deputy": "jan", "silence": "blocks"}
LIVE: Values = {"tradeoff": TRADEOFF, "clock": "real"}
CASES: Mapping[type[Command], Case] = {
    right.ShowRegister: Case(lambda ids: right.ShowRegister(None, ids.project), also=READERS),
    right.WhoDecides: Case(lambda ids: right.WhoDecides(f"speed/scope in {ids.project}", ids.project), also=READERS),
    right.OpenRightChange: Case(lambda ids: right.OpenRightChange(ids.project, TRADEOFF), "ewa", also=MEMBERS),
    right.ProposeRight: Case(lambda ids: right.ProposeRight(ids.project, TRADEOFF), "ewa", RIGHT, also=MEMBERS),
    right.ProposeNoRight: Case(lambda ids: right.ProposeNoRight(ids.project, TRADEOFF), "ewa", also=MEMBERS),
    drill.StartDrill: Case(lambda ids: drill.StartDrill(None, ids.project), "ewa"),
    drill.OpenDrill: Case(lambda ids: drill.OpenDrill(ids.goal, "operations"), elsewhere=True),
    drill.AnswerDrill: Case(lambda ids: drill.AnswerDrill(ids.goal, "operations"), elsewhere=True),
    live.OpenLiveDrill: Case(lambda ids: live.OpenLiveDrill(None, ids.project), "ewa"),
    live.StartLiveDrill: Case(lambda ids: live.StartLiveDrill(ids.project), "ewa", LIVE),
    live.AnswerLiveDrill: Case(lambda ids: live.AnswerLiveDrill(f"{ids.project}/live/1", 0), elsewhere=True),
    live.ShowLiveDrill: Case(lambda ids: live.ShowLiveDrill(f"{ids.project}/live/1"), elsewhere=True),
    live.StopLiveDrill: Case(lambda ids: live.StopLiveDrill(f"{ids.project}/live/1"), elsewhere=True),
    drill.CloseDrill: Case(lambda ids: drill.CloseDrill(ids.goal), elsewhere=True),
}
