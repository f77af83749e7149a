"""The rights matrix of evidence: in Line 4, IT (Tom, who is the facilitator too) owes operations a protocol."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.evidence import commands as evidence
from tests.stories.rights_case import READERS, Case
from tests.stories.two_plants import LINE4_IDS

REASON = {"reason": "It is too early."}
CASES: Mapping[type[Command], Case] = {
    evidence.ListEvidence: Case(lambda ids: evidence.ListEvidence(None, ids.project), also=READERS),
    evidence.ShowEvidence: Case(lambda ids: evidence.ShowEvidence(ids.evidence), "tom", at=LINE4_IDS),
    evidence.PromiseEvidence: Case(lambda ids: evidence.PromiseEvidence(ids.evidence), "tom", at=LINE4_IDS),
    evidence.OpenDecline: Case(lambda ids: evidence.OpenDecline(ids.evidence), "tom", at=LINE4_IDS),
    evidence.DeclineEvidence: Case(lambda ids: evidence.DeclineEvidence(ids.evidence), "tom", REASON, at=LINE4_IDS),
    evidence.TakeOtherDay: Case(lambda ids: evidence.TakeOtherDay(ids.evidence), "nina", elsewhere=True),
    evidence.OpenNameProvider: Case(lambda ids: evidence.OpenNameProvider(ids.evidence), "tom", at=LINE4_IDS),
    evidence.NameProvider: Case(
        lambda ids: evidence.NameProvider(ids.evidence), "tom", {"person": "nina"}, at=LINE4_IDS
    ),
    evidence.OpenGive: Case(lambda ids: evidence.OpenGive(ids.evidence), "tom", at=LINE4_IDS),
    evidence.GiveEvidence: Case(
        lambda ids: evidence.GiveEvidence(ids.evidence, 0), "tom", {"words": "It is done."}, at=LINE4_IDS
    ),
    evidence.AcceptEvidence: Case(lambda ids: evidence.AcceptEvidence(ids.evidence, 1), "nina", elsewhere=True),
    evidence.OpenReject: Case(lambda ids: evidence.OpenReject(ids.evidence, 1), "nina", elsewhere=True),
    evidence.RejectEvidence: Case(lambda ids: evidence.RejectEvidence(ids.evidence, 1), "nina", REASON, elsewhere=True),
    evidence.ClaimDone: Case(lambda ids: evidence.ClaimDone(ids.project, "Cut-over"), elsewhere=True),
}
