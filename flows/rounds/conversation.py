"""The questionnaire as a conversation: one question at a time, by presses and typed words, on the draft of the form.

Typed words answer the question that the conversation is at; a press on any of its cards, however old, changes that
answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.commands import Actor, Command, Place
from flows.effects import NOTHING, Effects
from flows.errors import Invalid
from flows.phrases import Listing, Phrase
from flows.questionnaires.asking import Full
from flows.questionnaires.commands import (
    AnswerQuestion,
    ChangeAnswer,
    ContinueAnswering,
    FinishQuestion,
    GoBack,
    SetVisibility,
    SkipQuestion,
    TakeStance,
)
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.wording import NO_VIEW, means_no_view
from flows.rounds.conversation_cards import (
    answered_card,
    asking_card,
    card_key,
    is_answered,
    retired_card,
    skipped_card,
)
from flows.rounds.conversation_clearer import clearer
from flows.rounds.conversation_moves import moved_on, next_card, settled, showing
from flows.rounds.conversation_review import review_message
from flows.rounds.conversation_turn import REVIEW, Turn, load_turn, turn_of, with_draft, with_readers
from flows.rounds.records import View
from flows.rounds.shelves import Records

A_MOMENT = timedelta(minutes=1)
AT_ONCE = (Kind.TEXT, Kind.CHOICE, Kind.CHOICES, Kind.RANKING, Kind.MEASURE)
IN_PARTS = (Kind.RISK_GRID, Kind.DECIDERS)
"""Once begun, they take "skip" and "no view" as words about the part that they are at."""


@dataclass(frozen=True)
class Say(Command):
    """Whatever somebody types that is no slash command."""

    text: str
    place: Place = field(default_factory=Place)


def say(records: Records, actor: Actor, command: Say, now: datetime) -> Effects:
    """Typed words answer the question that the person's latest conversation is at; what others can read never does."""
    if command.place.channel is not None:
        raise Invalid(
            "In a channel I understand commands only; {help} lists them. Please answer questions in our direct "
            "messages, where nobody else reads them.",
            help=Phrase("/align help"),
        )
    mine = records.views.where(person_id=actor.person_id)
    asked = [view for view in mine if view.asking is not None]
    if not asked:
        raise _nothing_asked(records, mine)
    view = max(asked, key=lambda view: view.touched_at or view.asked_at)
    turn = load_turn(records, actor, view, now)
    question = turn.question(view.asking or "")
    asking, said = turn.asking(question), command.text.strip().casefold().rstrip(".")
    if said == "back":
        return back(records, actor, GoBack(view.id, question.id), now)
    if view.probing == question.id:
        return clearer(turn, question, command.text)
    if asking.draft is None or question.kind not in IN_PARTS:
        if said == "skip":
            return skip(records, actor, SkipQuestion(view.id, question.id, view.cards.count(question.id)), now)
        if means_no_view(said) and (asking.draft is None or question.kind in AT_ONCE):
            return settled(turn, question, Full(NO_VIEW))
    return settled(turn, question, WAYS[question.kind].read(asking, command.text))


def answer(records: Records, actor: Actor, command: AnswerQuestion, now: datetime) -> Effects:
    """One press: the answer, or a part of it. The same press again changes nothing."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    if command.value == NO_VIEW and not command.item:
        return settled(turn, question, Full(NO_VIEW))
    return settled(turn, question, WAYS[question.kind].pick(turn.asking(question), command.item, command.value))


def take_stance(records: Records, actor: Actor, command: TakeStance, now: datetime) -> Effects:
    """One press in the risk grid."""
    turn = turn_of(records, actor, command.view_id, now)
    question = _grid(turn)
    return settled(turn, question, WAYS[question.kind].pick(turn.asking(question), command.risk, command.stance.value))


def finish(records: Records, actor: Actor, command: FinishQuestion, now: datetime) -> Effects:
    """That is all. For an answer that is given already there is nothing to finish."""
    turn = turn_of(records, actor, command.view_id, now)
    question, asking = turn.question(command.question), turn.asking(turn.question(command.question))
    if asking.draft is None and asking.value is not None:
        return NOTHING
    return settled(turn, question, WAYS[question.kind].finish(asking))


def skip(records: Records, actor: Actor, command: SkipQuestion, now: datetime) -> Effects:
    """Not now; or, where an answer was opened for a change, leave it as it is."""
    turn = turn_of(records, actor, command.view_id, now)
    question, view = turn.question(command.question), turn.view
    if view.asking != question.id or view.cards.count(question.id) != command.card:
        return NOTHING
    if is_answered(view, question.id):
        draft = {other: kept for other, kept in view.draft.items() if other != question.id}
        turn = turn.with_view(replace(view, draft=draft, touched_at=now))
        message = answered_card(turn, question)
    else:
        turn = turn.with_view(replace(view, skipped=(*view.skipped, question.id), touched_at=now))
        message = skipped_card(turn, question)
    card = card_key(view, question.id)
    if next_card(turn) == question.id:  # the only one that is left: asked again at once, below
        return showing(turn, question.id, anew=True).effects()
    return moved_on(turn.saying(card, message)).effects()


def back(records: Records, actor: Actor, command: GoBack, now: datetime) -> Effects:
    """The question before this one is asked again."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    if turn.view.asking != question.id:
        return NOTHING
    questions = turn.template.questions
    at = questions.index(question)
    if at == 0:
        raise Invalid("This is the first question. Type your answer, or press “Skip for now”.")
    turn = turn.saying(card_key(turn.view, question.id), retired_card(question.title))
    return _asked_again(turn, questions[at - 1], anew=True).effects()


def change(records: Records, actor: Actor, command: ChangeAnswer, now: datetime) -> Effects:
    """A question is asked again, in its card or at the end of the conversation."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    already = turn.view.asking == question.id
    if already and (not command.anew or turn.view.cards[-1:] == (question.id,)):
        return NOTHING
    return _asked_again(turn, question, anew=command.anew or question.id not in turn.view.cards).effects()


def set_visibility(records: Records, actor: Actor, command: SetVisibility, now: datetime) -> Effects:
    """Who may read an answer: a new version with the same words."""
    turn = turn_of(records, actor, command.view_id, now)
    question, view = turn.question(command.question), turn.view
    versions = view.answers.get(question.id, ())
    if not versions:
        raise Invalid("Please answer “{question}” first; then choose who may read it.", question=question.title)
    if versions[-1].visibility is command.visibility:
        return NOTHING
    turn = with_readers(turn, question.id, command.visibility)
    view = turn.view
    if question.id in view.cards:
        turn = turn.saying(card_key(view, question.id), answered_card(turn, question))
    if REVIEW in view.cards:
        turn = turn.saying(card_key(view, REVIEW), review_message(turn))
    return turn.effects()


def resume(records: Records, actor: Actor, command: ContinueAnswering, now: datetime) -> Effects:
    """What is open, at the end of the conversation. A second press within a moment shows no second card."""
    turn = turn_of(records, actor, command.view_id, now)
    view = turn.view
    asked = any(question.id == view.asking != view.probing for question in turn.template.questions)
    card = view.asking if asked and view.asking is not None else next_card(turn)
    recent = view.touched_at is not None and now - view.touched_at < A_MOMENT
    again = recent and view.cards[-1:] == (card,) and card == (view.asking or REVIEW)
    turn = turn.with_view(replace(view, touched_at=now))
    return showing(turn, card, anew=not again).effects()


def _asked_again(turn: Turn, question: Question, *, anew: bool) -> Turn:
    """The question open for a change, with what was answered before as its draft."""
    asking = turn.asking(question)
    if asking.draft is None and asking.value is not None:
        draft = WAYS[question.kind].reopened(asking)
        if draft is not None:
            turn = with_draft(turn, question.id, draft)
    turn = turn.with_view(replace(turn.view, asking=question.id, probing=None, touched_at=turn.now))
    if anew:
        return showing(turn, question.id, anew=True)
    return turn.saying(card_key(turn.view, question.id), asking_card(turn, question.id))


def _grid(turn: Turn) -> Question:
    for question in turn.template.questions:
        if question.kind is Kind.RISK_GRID:
            return question
    raise Invalid("Risks are not asked any more. Type /align questions to see what waits for you.")


def _nothing_asked(records: Records, mine: Sequence[View]) -> Invalid:
    """Which way to go for somebody who types while no question is open."""
    waiting = [view for view in mine if view.is_pending]
    if waiting:
        return Invalid(
            "I have questions for you about {projects}. Type /align questions to begin, then type your answer.",
            projects=Listing(tuple(dict.fromkeys(records.projects.get(view.project_id).name for view in waiting))),
        )
    if mine:
        return Invalid(
            "No question is open just now. To change an answer, press “Change” under it, or type /align questions. "
            "Type /align help to see what else I understand."
        )
    return Invalid("I have no questions for you. Type /align help to see what I understand.")
