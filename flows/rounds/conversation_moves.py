"""How a conversation moves: from one question to the next, and what an answer or half of one puts on the screen."""

from __future__ import annotations

from dataclasses import replace

from flows.effects import NOTHING, Effects, Promise
from flows.messages import Block, Message, Text
from flows.phrases import Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Step, Taken
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.template import Question
from flows.rounds.conversation_cards import (
    answered_card,
    asking_card,
    card_key,
    is_answered,
    retired_card,
    step_key,
)
from flows.rounds.conversation_review import review_message
from flows.rounds.conversation_turn import REVIEW, Turn, with_answer, with_draft
from flows.rounds.conversation_vague import asked_more


def next_card(turn: Turn) -> str:
    """What comes next: the first open question, then once more those that were put off, then the review."""
    view = turn.view
    open_ = [question.id for question in turn.template.questions if not is_answered(view, question.id)]
    put_off = [question for question in open_ if view.skipped.count(question) == 1]
    fresh = [question for question in open_ if question not in view.skipped]
    return next(iter([*fresh, *put_off]), REVIEW)


def moved_on(turn: Turn) -> Turn:
    """On to whatever comes next."""
    return showing(turn, next_card(turn))


def showing(turn: Turn, card: str, *, anew: bool = False) -> Turn:
    """With this question (or the review) at the end of the conversation, as the one that typed words answer.

    A card that is the last one already is drawn again where it is, unless `anew`; any other is posted again, and its
    old place says so.
    """
    view = turn.view
    stays = bool(view.cards) and view.cards[-1] == card and not anew
    if not stays and card in view.cards:
        turn = turn.saying(card_key(view, card), retired_card(_title(turn, card)))
    cards = view.cards if stays else (*view.cards, card)
    view = replace(view, cards=cards, asking=None if card == REVIEW else card, probing=None)
    turn = turn.with_view(view)
    message = review_message(turn) if card == REVIEW else asking_card(turn, card)
    return turn.saying(card_key(view, card), message, Promise.REFRESH if stays else Promise.NEVER_LOST)


def settled(turn: Turn, question: Question, taken: Taken) -> Effects:
    """After an answer or half of one: what changed on the screen, saved. Nothing where it was said already."""
    before, at = turn.asking(question), turn.view.asking
    if isinstance(taken, Full):
        return _answered(turn, question, taken, before)
    if taken.draft == before.draft and at == question.id:
        return NOTHING
    drafted = with_draft(turn, question.id, taken.draft)
    drafted = drafted.saying(card_key(drafted.view, question.id), asking_card(drafted, question.id))
    return _stepped(drafted, question, turn).effects()


def stored(turn: Turn, question: Question, value: Plain, *, again: str | None = None) -> Turn:
    """With the answer kept and its card drawn, if it has one. `again`: as for `with_answer`."""
    turn = with_answer(turn, question.id, value, again=again)
    if question.id not in turn.view.cards:
        return turn
    return turn.saying(card_key(turn.view, question.id), answered_card(turn, question))


def _answered(turn: Turn, question: Question, full: Full, before: Asking) -> Effects:
    view = turn.view
    if before.value == full.value and question.id not in view.draft and view.asking != question.id:
        return NOTHING
    was = _open_step(turn, question)
    turn = stored(turn, question, full.value)
    if was is not None:
        turn = _closed(turn, question, was)
    if view.asking == question.id:
        return (asked_more(turn, question) or moved_on(turn)).effects()
    if REVIEW in view.cards:
        turn = turn.saying(card_key(turn.view, REVIEW), review_message(turn))
    return turn.effects()


def _stepped(turn: Turn, question: Question, before: Turn) -> Turn:
    """With the next small question below the card, and the one before it without its buttons."""
    was, now = _open_step(before, question), _open_step(turn, question)
    if was is not None and (now is None or now[0] != was[0]):
        turn = _closed(turn, question, was)
    if now is None or now == was:
        return turn
    key, step = now
    promise = Promise.REFRESH if was is not None and was[0] == key else Promise.NEVER_LOST
    return turn.saying(key, _message(question, step.blocks), promise)


def _open_step(turn: Turn, question: Question) -> tuple[str, Step] | None:
    """The small question that a draft is at, with its key."""
    asking = turn.asking(question)
    step = WAYS[question.kind].step(asking) if asking.draft is not None else None
    return None if step is None else (step_key(turn.view, question.id, step.id), step)


def _closed(turn: Turn, question: Question, was: tuple[str, Step]) -> Turn:
    key, step = was
    return turn.saying(key, _message(question, WAYS[question.kind].past(turn.asking(question), step.id)))


def _message(question: Question, blocks: tuple[Block, ...]) -> Message:
    """A small message; what it says first is its summary."""
    first = blocks[0] if blocks else None
    return Message(first.text if isinstance(first, Text) else question.title, blocks)


def _title(turn: Turn, card: str) -> Words:
    return "Your answers" if card == REVIEW else turn.question(card).title
