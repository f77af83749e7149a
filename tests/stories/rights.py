"""Every command that people can give, named for one set of ids or another; and who may, besides whoever is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from flows import availability, home, linking
from flows.commands import Command, Place
from flows.decisions import commands as decision
from flows.digests import posting as digest
from flows.escalations import commands as escalation
from flows.escalations.records import Action
from flows.help import ShowHelp
from flows.ledger.commands import ShowLedger
from flows.nudges import Snooze
from flows.projects import setup
from flows.questionnaires import commands as question
from flows.questionnaires.answers import Lens, Stance, Visibility
from flows.rounds import commands as round_
from flows.rounds import conversation
from flows.settings import OpenSettings
from tests.stories import (
    rights_charter,
    rights_consent,
    rights_contradictions,
    rights_evidence,
    rights_pulse,
    rights_red_lines,
    rights_register,
    rights_second_look,
    rights_sponsor,
)
from tests.stories.rights_case import BY_WORDS, DEADLINE, DECIDED, DRAFTED, MEMBERS, READERS, Case
from tests.stories.two_plants import LINE4_IDS, TOOK_PLACE, Ids


def pending(kind: Callable[..., Command], **given: object) -> Case:
    """A command about the answers of operations."""
    return Case(lambda ids: kind(ids.pending, **given))


def waiting(kind: Callable[[str, int], Command], by: str = "maria", **values: str) -> Case:
    """A command about the escalation that waits for Maria."""
    return Case(lambda ids: kind(ids.escalation, 0), by, values)


def own(make: Callable[[], Command], **values: str | list[str]) -> Case:
    """A command about whoever gives it."""
    return Case(lambda _: make(), values=values, own=True)


def draft(ids: Ids) -> escalation.Draft:
    """An escalation of that project, not sent yet."""
    return escalation.Draft(
        ids.project, "speed/operational_safety", "Which day?", ("Monday", "Friday"), "Nothing", DEADLINE, DRAFTED
    )


FILLED_IN = {
    "question": "Which day?",
    "tradeoff": "speed/operational_safety",
    "option_a": "Monday",
    "option_b": "Friday",
    "impact": "Nothing",
    "day": "2026-12-22",
    "time": "16:00",
    "urgency": "normal",
}
MEASURE = {
    f"outcome.measure:{name}": said
    for name, said in zip(
        ("name", "baseline", "target", "unit", "by"), ("OEE", "61", "66", "%", "2027-06-30"), strict=True
    )
}
CASES: Mapping[type[Command], Case] = {
    **rights_charter.CASES,
    **rights_pulse.CASES,
    **rights_consent.CASES,
    **rights_contradictions.CASES,
    **rights_red_lines.CASES,
    **rights_evidence.CASES,
    **rights_register.CASES,
    **rights_second_look.CASES,
    **rights_sponsor.CASES,
    home.OpenHome: own(home.OpenHome),
    ShowHelp: Case(lambda ids: ShowHelp(ids.project), also=READERS | {"rita"}),
    digest.ShowStatus: Case(lambda ids: digest.ShowStatus(None, ids.project), also=READERS),
    OpenSettings: own(OpenSettings),
    setup.OpenNewProject: Case(lambda ids: setup.OpenNewProject(ids.project), own=True),
    setup.OpenSetupPage: own(lambda: setup.OpenSetupPage(setup.Page.PEOPLE)),
    question.ListQuestionnaires: own(question.ListQuestionnaires),
    question.OpenForm: pending(question.OpenForm),
    question.OpenQuestionForm: pending(question.OpenQuestionForm, question="outcome.measure"),
    round_.AskSomebodyElse: pending(round_.AskSomebodyElse),
    round_.ShowSources: Case(lambda ids: round_.ShowSources(ids.pending, "gaps"), elsewhere=True),
    round_.ShowAnswers: Case(lambda ids: round_.ShowAnswers(ids.pending, "it"), elsewhere=True),
    round_.ListAnswers: Case(lambda ids: round_.ListAnswers(None, ids.project), also=READERS, elsewhere=True),
    round_.ListNext: Case(lambda ids: round_.ListNext(None, ids.project), also=READERS),
    escalation.OpenEscalate: Case(lambda ids: escalation.OpenEscalate(draft=draft(ids)), also=MEMBERS),
    escalation.PrepareEscalation: Case(
        lambda ids: escalation.PrepareEscalation(ids.project), values=FILLED_IN, also=MEMBERS
    ),
    escalation.OpenEscalationForm: Case(lambda ids: escalation.OpenEscalationForm(ids.escalation, 0, Action.DECIDE)),
    escalation.OpenGiveInfo: Case(lambda ids: escalation.OpenGiveInfo(ids.asked, 0), "ben"),
    escalation.ShowEscalation: Case(lambda ids: escalation.ShowEscalation(ids.escalation), also=READERS),
    escalation.ListEscalations: Case(lambda ids: escalation.ListEscalations(ids.project), also=READERS),
    decision.ListDecisions: Case(lambda ids: decision.ListDecisions(ids.project), also=READERS),
    ShowLedger: Case(lambda ids: ShowLedger(None, ids.project), also=READERS),
    decision.ShowDecision: Case(lambda ids: decision.ShowDecision(ids.decision), also=READERS),
    decision.OpenSupersede: Case(lambda ids: decision.OpenSupersede(ids.decision)),
    decision.OpenConcern: Case(lambda ids: decision.OpenConcern(ids.decision), "ben"),
    linking.CheckCode: Case(lambda ids: linking.CheckCode(ids.person)),
    linking.GiveCode: own(linking.GiveCode),
    linking.JoinAccounts: Case(lambda ids: linking.JoinAccounts(ids.person)),
    availability.ChangeHours: own(lambda: availability.ChangeHours("mon-thu 09:00-17:00")),
    availability.GoAway: own(lambda: availability.GoAway("2027-01-04 to 2027-01-08")),
    availability.ComeBack: own(availability.ComeBack),
    availability.CancelAbsence: own(lambda: availability.CancelAbsence(date(2027, 1, 5), date(2027, 1, 6))),
    availability.SaveSettings: own(
        availability.SaveSettings, days=["mon", "tue"], start="08:00", end="16:00", zone="Europe/Rome", language="en"
    ),
    setup.SaveBasics: own(
        setup.SaveBasics,
        name="Line 5",
        kickoff="2027-05-03",
        due_day="2027-04-01",
        due_time="16:00",
        zone="Europe/Warsaw",
    ),
    setup.SaveFunctions: own(setup.SaveFunctions, functions=["it", "quality"]),
    setup.SavePeople: own(
        setup.SavePeople,
        sponsor="adam",
        facilitator="ewa",
        **{"it.representative": "ben", "quality.representative": "kim"},
    ),
    setup.DiscardSetup: own(lambda: setup.DiscardSetup(4)),
    setup.CreateProject: own(lambda: setup.CreateProject(4, start=True)),
    conversation.Say: Case(lambda ids: conversation.Say("hello", Place(ids.project, ids.pending)), own=True),
    question.AnswerQuestion: pending(question.AnswerQuestion, question="outcome.statement", value="no_view"),
    question.TakeStance: pending(question.TakeStance, risk="production_stop", stance=Stance.ACCEPTABLE),
    question.FinishQuestion: pending(question.FinishQuestion, question="risks.stances"),
    question.SkipQuestion: pending(question.SkipQuestion, question="outcome.statement"),
    question.LeaveAsItIs: pending(question.LeaveAsItIs, question="outcome.statement"),
    question.GoBack: pending(question.GoBack, question="outcome.measure"),
    question.ChangeAnswer: pending(question.ChangeAnswer, question="outcome.statement"),
    question.SetVisibility: pending(
        question.SetVisibility, question="outcome.statement", visibility=Visibility.CONFIDENTIAL
    ),
    question.SetLens: replace(pending(question.SetLens, question="outcome.measure", lens=Lens.PEOPLE), elsewhere=True),
    question.ContinueAnswering: pending(question.ContinueAnswering),
    question.SubmitAnswers: pending(question.SubmitAnswers),
    question.SubmitForm: Case(
        lambda ids: question.SubmitForm(ids.pending), values={"outcome.statement": "Whatever they like"}
    ),
    question.SubmitQuestionForm: Case(
        lambda ids: question.SubmitQuestionForm(ids.pending, "outcome.measure"), values=MEASURE
    ),
    round_.StartRound: Case(lambda ids: round_.StartRound(ids.project), "ewa"),
    round_.RemindMeLater: Case(lambda ids: round_.RemindMeLater((ids.pending,)), "nina", at=LINE4_IDS),
    round_.SnoozeNudges: Case(lambda ids: round_.SnoozeNudges((ids.pending,), Snooze.ONE_HOUR), "nina", at=LINE4_IDS),
    round_.HandOver: Case(lambda ids: round_.HandOver(ids.pending), values={"to": "jan", "reason": "Please"}),
    round_.AcceptOffer: Case(lambda ids: round_.AcceptOffer(ids.offered, 1), "ewa"),
    round_.DeclineOffer: Case(lambda ids: round_.DeclineOffer(ids.offered, 1), "ewa"),
    round_.TakeOver: Case(lambda ids: round_.TakeOver(ids.pending), "jan"),
    round_.WaitForFunction: Case(lambda ids: round_.WaitForFunction(ids.pending, 2, DEADLINE), "adam"),
    round_.NameStandIn: Case(lambda ids: round_.NameStandIn(ids.pending, 2, ids.person), "adam"),
    round_.GoOnWithout: Case(lambda ids: round_.GoOnWithout(ids.pending, 2), "adam"),
    round_.ConfirmRecorded: Case(lambda ids: round_.ConfirmRecorded(ids.recorded), "nina", at=LINE4_IDS),
    escalation.Escalate: Case(lambda ids: escalation.Escalate(draft(ids), "maria", 4), "ben", also=MEMBERS),
    escalation.Acknowledge: waiting(escalation.Acknowledge),
    escalation.Decide: waiting(escalation.Decide, **DECIDED),
    escalation.Delegate: Case(
        lambda ids: escalation.Delegate(ids.escalation, 0), values={"person": "adam", **BY_WORDS}
    ),
    escalation.Decline: waiting(escalation.Decline, **BY_WORDS),
    escalation.MoreTime: waiting(escalation.MoreTime, day="2026-12-03", time="10:00", **BY_WORDS),
    escalation.AskInfo: waiting(escalation.AskInfo, person="ewa", **BY_WORDS),
    escalation.GiveInfo: Case(lambda ids: escalation.GiveInfo(ids.asked, 0), "ben", BY_WORDS),
    escalation.Withdraw: waiting(escalation.Withdraw, "ben", **BY_WORDS),
    escalation.NextNow: waiting(escalation.NextNow, "ben"),
    decision.Supersede: Case(
        lambda ids: decision.Supersede(ids.decision), values={"choice": "Never", "rationale": "It rains."}
    ),
    decision.OpenRecordDecision: Case(lambda ids: decision.OpenRecordDecision(ids.project), also=MEMBERS),
    decision.RecordDecision: Case(
        lambda ids: decision.RecordDecision(ids.project, DRAFTED),
        values={**TOOK_PLACE, "decided_by": "maria"},
        also=MEMBERS,
    ),
    decision.ConfirmDecision: Case(lambda ids: decision.ConfirmDecision(ids.proposal)),
    decision.RejectDecision: Case(lambda ids: decision.RejectDecision(ids.proposal)),
    decision.RaiseConcern: Case(lambda ids: decision.RaiseConcern(ids.decision), "ben", BY_WORDS),
}
"""What a person can send, by command. A test compares this with the list of commands."""
