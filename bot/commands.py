"""THE feature list: every command and what carries it out, what is typed for it, and what the tick gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from bot.grammar import Grammar, Typed
from flows import arriving, availability, home, linking
from flows.commands import Actor, Command, Place
from flows.decisions import changing, log, recording
from flows.decisions import commands as decision
from flows.digests import posting as digest
from flows.effects import Card, Effects
from flows.escalations import answering, raising, showing, steering
from flows.escalations import commands as escalation
from flows.escalations import posts as escalation_posts
from flows.help import ShowHelp, show_help
from flows.leaving import PersonBack, PersonLeft, person_back, person_left
from flows.messages import Message
from flows.projects import loading, setup, wizard
from flows.questionnaires import commands as question
from flows.rounds import (
    chasing,
    closing,
    conversation,
    conversation_cards,
    conversation_drawing,
    conversation_list,
    conversation_sending,
    form,
    handover,
    looking_ahead,
    opening,
    recorded,
    stragglers,
)
from flows.rounds import commands as round_
from flows.undelivered import PostFailed, post_failed
from storage.transaction import Transaction

C = TypeVar("C", bound=Command)
Draw = Callable[[Transaction, Card, str | None, datetime], Message]
UseCase = Callable[..., Effects]
"""(records, actor, command, now) -> Effects."""


def case(
    kind: type[C], use_case: Callable[[Transaction, Actor, C, datetime], Effects]
) -> tuple[type[Command], UseCase]:
    """One line of the list. Here the type checker sees that the store has everything the use case asks for."""
    return kind, use_case


LOOKS: Mapping[type[Command], UseCase] = dict(
    (
        case(home.OpenHome, home.open_home),
        case(ShowHelp, show_help),
        case(digest.ShowStatus, digest.show_status),
        case(availability.OpenSettings, availability.open_settings),
        case(linking.CheckCode, linking.check_code),
        case(setup.OpenNewProject, wizard.open_new_project),
        case(setup.OpenSetupPage, wizard.open_setup_page),
        case(question.ListQuestionnaires, conversation_list.list_questionnaires),
        case(question.OpenForm, form.open_form),
        case(question.OpenQuestionForm, form.open_question_form),
        case(round_.AskSomebodyElse, handover.ask_somebody_else),
        case(round_.RemindMeLater, chasing.remind_me_later),
        case(round_.ListNext, looking_ahead.list_next),
        case(escalation.OpenEscalate, raising.open_escalate),
        case(escalation.PrepareEscalation, raising.prepare),
        case(escalation.OpenEscalationForm, answering.open_form),
        case(escalation.OpenGiveInfo, steering.open_give_info),
        case(escalation.ShowEscalation, showing.show_escalation),
        case(escalation.ListEscalations, showing.list_escalations),
        case(decision.ListDecisions, log.list_decisions),
        case(decision.ShowDecision, log.show_decision),
        case(decision.OpenSupersede, changing.open_supersede),
        case(decision.OpenConcern, changing.open_concern),
        case(decision.OpenRecordDecision, recording.open_record_decision),
    )
)
"""What only reads: answered without waiting for any change. Opening a form is one of these."""

FORMS: tuple[type[Command], ...] = (
    availability.OpenSettings,
    setup.OpenNewProject,
    setup.OpenSetupPage,
    question.OpenForm,
    question.OpenQuestionForm,
    round_.AskSomebodyElse,
    escalation.OpenEscalate,
    escalation.OpenEscalationForm,
    escalation.OpenGiveInfo,
    decision.OpenSupersede,
    decision.OpenConcern,
    decision.OpenRecordDecision,
)
"""Those of them that open a form."""

BY_PEOPLE: Mapping[type[Command], UseCase] = dict(
    (
        case(availability.ChangeHours, availability.change_hours),
        case(availability.GoAway, availability.go_away),
        case(availability.ComeBack, availability.come_back),
        case(availability.CancelAbsence, availability.cancel_absence),
        case(availability.SaveSettings, availability.save_settings),
        case(linking.GiveCode, linking.give_code),
        case(linking.JoinAccounts, linking.join_accounts),
        case(setup.SaveBasics, wizard.save_basics),
        case(setup.SaveFunctions, wizard.save_functions),
        case(setup.SavePeople, wizard.save_people),
        case(setup.DiscardSetup, wizard.discard_setup),
        case(setup.CreateProject, wizard.create_project),
        case(conversation.Say, conversation.say),
        case(question.AnswerQuestion, conversation.answer),
        case(question.TakeStance, conversation.take_stance),
        case(question.FinishQuestion, conversation.finish),
        case(question.SkipQuestion, conversation.skip),
        case(question.GoBack, conversation.back),
        case(question.ChangeAnswer, conversation.change),
        case(question.SetVisibility, conversation.set_visibility),
        case(question.ContinueAnswering, conversation.resume),
        case(question.SubmitAnswers, conversation_sending.submit),
        case(question.SubmitForm, form.submit_form),
        case(question.SubmitQuestionForm, form.submit_question_form),
        case(round_.StartRound, opening.start_round),
        case(round_.SnoozeNudges, chasing.snooze_nudges),
        case(round_.HandOver, handover.hand_over),
        case(round_.AcceptOffer, handover.accept_offer),
        case(round_.DeclineOffer, handover.decline_offer),
        case(round_.TakeOver, handover.take_over),
        case(round_.WaitForFunction, stragglers.wait_for_function),
        case(round_.NameStandIn, stragglers.name_stand_in),
        case(round_.GoOnWithout, stragglers.go_on_without_function),
        case(round_.ConfirmRecorded, recorded.confirm_recorded),
        case(escalation.Escalate, raising.escalate),
        case(escalation.Acknowledge, answering.acknowledge),
        case(escalation.Decide, answering.decide),
        case(escalation.Delegate, answering.delegate),
        case(escalation.Decline, answering.decline),
        case(escalation.MoreTime, answering.more_time),
        case(escalation.AskInfo, steering.ask_info),
        case(escalation.GiveInfo, steering.give_info),
        case(escalation.Withdraw, steering.withdraw),
        case(escalation.NextNow, steering.next_now),
        case(decision.Supersede, changing.supersede),
        case(decision.RaiseConcern, changing.raise_concern),
        case(decision.RecordDecision, recording.record_decision),
        case(decision.ConfirmDecision, recording.confirm_decision),
        case(decision.RejectDecision, recording.reject_decision),
    )
)
"""What changes something because a person asked."""

BY_OTHERS: Mapping[type[Command], UseCase] = dict(
    (
        case(loading.LoadProject, loading.load_project),
        case(arriving.PersonArrived, arriving.person_arrived),
        case(round_.RoundDue, closing.round_due),
        case(round_.ChaseDue, chasing.chase_due),
        case(escalation.ClimbDue, steering.climb_due),
        case(escalation.SkipGone, steering.skip_gone),
        case(digest.DigestDue, digest.post_digest),
        case(PostFailed, post_failed),
        case(PersonLeft, person_left),
        case(PersonBack, person_back),
    )
)
"""What the operator, the clock and delivery ask. No chat can send these: the wire does not know them."""

CHANGES: Mapping[type[Command], UseCase] = {**BY_PEOPLE, **BY_OTHERS}
FROM_PEOPLE: tuple[type[Command], ...] = (*LOOKS, *BY_PEOPLE)

UNKEPT: frozenset[type[Command]] = frozenset({linking.GiveCode})
"""Whose answers hold a secret and are kept nowhere: a repeat of the same event is answered without it."""

CARDS: Mapping[str, Draw] = {
    conversation_cards.QUESTION: conversation_drawing.draw_question,
    escalation_posts.CARD: escalation_posts.draw,
}
"""What is drawn when it is sent, by the name of its drawing."""


def draw(records: Transaction, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as `reader` sees it now, or everybody in a channel (None). Raises FlowError."""
    return CARDS[card.drawing](records, card, reader, now)


ON_TICK: Mapping[str, Callable[[str], Command]] = {
    "view": round_.ChaseDue,
    "round": round_.RoundDue,
    "escalation": escalation.ClimbDue,
    "digest": digest.DigestDue,
}
"""What the clock asks about a record whose time has come, by kind of record."""

LINES = (
    Typed("/align", "", "what waits for me", lambda _, __: home.OpenHome()),
    Typed("/align help", "", "what I understand", lambda _, here: ShowHelp(here.channel)),
    Typed("/align home", "", "what waits for me", lambda _, __: home.OpenHome()),
    Typed("/align new", "", "set up a project", lambda _, here: setup.OpenNewProject(here.channel)),
    Typed("/align start", "[project]", "ask every function", lambda rest, here: round_.StartRound(rest, here.channel)),
    Typed("/align questions", "", "my open questions", lambda _, __: question.ListQuestionnaires()),
    Typed("/align status", "[project]", "where it stands", lambda rest, here: digest.ShowStatus(here.channel, rest)),
    Typed("/align next", "[project]", "what will be sent", lambda rest, here: round_.ListNext(here.channel, rest)),
    Typed("/align escalations", "", "open decisions", lambda _, here: escalation.ListEscalations(here.channel)),
    Typed("/align settings", "", "my hours, days and zone", lambda _, __: availability.OpenSettings()),
    Typed("/align hours", "[08:00-16:00]", "my working hours", lambda rest, __: availability.ChangeHours(rest)),
    Typed("/align away", "[from to]", "I am away", lambda rest, __: availability.GoAway(rest)),
    Typed("/align back", "", "I am here again", lambda _, __: availability.ComeBack()),
    Typed(
        "/align link",
        "[code]",
        "my accounts in two chats become one",
        lambda rest, __: linking.CheckCode(rest) if rest else linking.GiveCode(),
    ),
    Typed(
        "/escalate", "[question]", "ask for a decision", lambda rest, here: escalation.OpenEscalate(here.channel, rest)
    ),
    Typed("/decisions", "[words]", "the decision log", lambda rest, here: decision.ListDecisions(here.channel, rest)),
    Typed(
        "/decisions record",
        "[what was decided]",
        "record a decision",
        lambda rest, here: decision.OpenRecordDecision(here.channel, rest),
    ),
)
"""What people may type, in the order in which it is offered."""


def say(text: str, here: Place) -> Command:
    """Everything that is no command is talk; but whoever types only "help" wants help, not an answer that says so."""
    return ShowHelp(here.channel) if text.casefold().rstrip(" .!?") in ("help", "") else conversation.Say(text, here)


GRAMMAR = Grammar(LINES, home=home.OpenHome(), otherwise=say)
