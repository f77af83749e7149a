"""The rights matrix of what functions agree on: Line 3's goal waits for consent, Line 4's is checked for sense."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.consent import commands as consent
from flows.consent.records import Stance
from flows.endings import commands as ending
from flows.goals import commands as goal
from flows.reviews import commands as review
from tests.stories.rights_case import MEMBERS, READERS, Case
from tests.stories.two_plants import GOAL, LINE4_IDS

RUNS = frozenset({"adam"})
VOICES = frozenset({"jan"})
CASES: Mapping[type[Command], Case] = {
    consent.ShowProposal: Case(lambda ids: consent.ShowProposal(ids.goal), also=READERS),
    consent.StartSenseCheck: Case(lambda ids: consent.StartSenseCheck(ids.goal, 1), "ewa", also=RUNS, elsewhere=True),
    consent.StartConsent: Case(lambda ids: consent.StartConsent(ids.goal, 1), "tom", at=LINE4_IDS),
    consent.WithdrawProposal: Case(lambda ids: consent.WithdrawProposal(ids.goal, 1), "ewa", also=RUNS),
    consent.MakesSense: Case(lambda ids: consent.MakesSense(ids.goal, 1, "operations"), "nina", at=LINE4_IDS),
    consent.OpenRemark: Case(lambda ids: consent.OpenRemark(ids.goal, 1, "operations"), "nina", at=LINE4_IDS),
    consent.GiveRemark: Case(
        lambda ids: consent.GiveRemark(ids.goal, 1, "operations"), "nina", {"words": "Which line?"}, at=LINE4_IDS
    ),
    consent.OpenAnswer: Case(lambda ids: consent.OpenAnswer(ids.goal, 1, "operations"), "tom", elsewhere=True),
    consent.AnswerRemark: Case(
        lambda ids: consent.AnswerRemark(ids.goal, 1, "operations"), "tom", {"words": "Both."}, elsewhere=True
    ),
    consent.SayStance: Case(
        lambda ids: consent.SayStance(ids.goal, 1, "operations", Stance.CONSENT), "maria", also=VOICES
    ),
    consent.OpenStance: Case(
        lambda ids: consent.OpenStance(ids.goal, 1, "operations", Stance.OBJECT), "maria", also=VOICES
    ),
    consent.GiveStance: Case(
        lambda ids: consent.GiveStance(ids.goal, 1, "operations", Stance.OBJECT),
        "maria",
        {"reason": "It is too much.", "fix": "Less.", "basis": "harm", "shows": "Night shifts."},
        also=VOICES,
    ),
    consent.CheckMinority: Case(
        lambda ids: consent.CheckMinority(ids.goal, "operations", came_true=True), elsewhere=True
    ),
    ending.OpenEnding: Case(lambda ids: ending.OpenEnding(ids.goal), elsewhere=True),
    ending.ProposeEnding: Case(lambda ids: ending.ProposeEnding(ids.goal), values={"why": "Over."}, elsewhere=True),
    review.OpenKeep: Case(lambda ids: review.OpenKeep(ids.goal, 0), elsewhere=True),
    review.KeepUntil: Case(lambda ids: review.KeepUntil(ids.goal, 0), values={"day": "2027-06-30"}, elsewhere=True),
    goal.OpenGoal: Case(lambda ids: goal.OpenGoal(None, ids.project), "ewa", also=RUNS),
    goal.ProposeGoal: Case(lambda ids: goal.ProposeGoal(ids.project), "ewa", GOAL, MEMBERS, elsewhere=True),
    goal.OpenReading: Case(lambda ids: goal.OpenReading(ids.goal, 1, "operations"), "maria", also=VOICES),
    goal.GiveReading: Case(
        lambda ids: goal.GiveReading(ids.goal, 1, "operations"), "maria", {"reading": "No stop."}, also=VOICES
    ),
}
