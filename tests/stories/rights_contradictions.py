"""The rights matrix of contradictions: Line 4 has one that nobody has cleared up; it is with the facilitator."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.resolving import commands as live
from flows.resolving.records import Rung, Way
from tests.stories.rights_case import BY_WORDS, READERS, Case
from tests.stories.two_plants import LINE4_IDS

CASES: Mapping[type[Command], Case] = {
    live.ListContradictions: Case(lambda ids: live.ListContradictions(None, ids.project), also=READERS),
    live.ShowContradiction: Case(lambda ids: live.ShowContradiction(ids.contradiction), "nina", at=LINE4_IDS),
    live.OpenSayBack: Case(lambda ids: live.OpenSayBack(ids.contradiction, 0), elsewhere=True),
    live.SayBack: Case(lambda ids: live.SayBack(ids.contradiction, 0), values=BY_WORDS, elsewhere=True),
    live.ConfirmSaidBack: Case(lambda ids: live.ConfirmSaidBack(ids.contradiction, 0), elsewhere=True),
    live.OpenCorrection: Case(lambda ids: live.OpenCorrection(ids.contradiction, 0), elsewhere=True),
    live.CorrectSaidBack: Case(lambda ids: live.CorrectSaidBack(ids.contradiction, 0), values=BY_WORDS, elsewhere=True),
    live.OpenSuggestion: Case(lambda ids: live.OpenSuggestion(ids.contradiction, Way.CONDITION), "nina", at=LINE4_IDS),
    live.SuggestWay: Case(
        lambda ids: live.SuggestWay(ids.contradiction, Way.CONDITION), "nina", BY_WORDS, at=LINE4_IDS
    ),
    live.AgreeToSuggestion: Case(lambda ids: live.AgreeToSuggestion(ids.contradiction, 1), elsewhere=True),
    live.RefuseSuggestion: Case(lambda ids: live.RefuseSuggestion(ids.contradiction, 1), elsewhere=True),
    live.OpenVerdict: Case(
        lambda ids: live.OpenVerdict(ids.contradiction, Rung.SPONSOR, Way.ACCEPTED), "olga", elsewhere=True
    ),
    live.GiveVerdict: Case(
        lambda ids: live.GiveVerdict(ids.contradiction, Rung.SPONSOR, Way.ACCEPTED), "olga", BY_WORDS, elsewhere=True
    ),
    live.PassUp: Case(lambda ids: live.PassUp(ids.contradiction, Rung.FACILITATOR), "tom", at=LINE4_IDS),
}
