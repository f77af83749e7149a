"""Vague answers, asked about once: by one question in the conversation, or by one message after a form (C9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flows.effects import Promise
from flows.messages import Block, Button, Buttons, Choice, Items, Menu, Message, Note, Text
from flows.phrases import Count, Phrase, Quote
from flows.questionnaires.commands import ChangeAnswer, LeaveAsItIs
from flows.questionnaires.template import Question
from flows.questionnaires.vague import Vague, vague_answer
from flows.rounds.conversation_cards import conversation_key
from flows.rounds.conversation_turn import Turn, value_of
from flows.rounds.records import View

LISTED = 10


def clearer_key(view: View, question: str) -> str:
    """One message for each question, once."""
    return f"{conversation_key(view)}/clearer/{question}"


def found_vague(turn: Turn, question: Question) -> Vague | None:
    """What is vague in the answer as it stands."""
    return vague_answer(question.kind, value_of(turn.view, question.id))


def asked_more(turn: Turn, question: Question) -> Turn | None:
    """The turn with one question about vague words; None where nothing is vague, or it was asked before.

    Only whoever answers is asked, never somebody who writes answers down for them.
    """
    view = turn.view
    found = None if _was_asked(turn, question) else found_vague(turn, question)
    if found is None:
        return None
    view = replace(view, asking=question.id, probing=question.id, probed=(*view.probed, question.id))
    message = asking_more(view, question, found)
    return turn.with_view(view).saying(clearer_key(view, question.id), message, Promise.NEVER_LOST)


def asking_more(view: View, question: Question, found: Vague) -> Message:
    """ "“ASAP”: which date would still be in time for you?", and the way past it."""
    asks = _asks(found)
    note = Note("What you type is added to your answer. I ask this once only.")
    leave = Button("Leave it as it is", LeaveAsItIs(view.id, question.id), about=question.title)
    return Message(asks, (Text(asks), note, Buttons((leave,))))


def hinted(turn: Turn, questions: Iterable[Question]) -> Turn:
    """The turn with one message about all vague answers of a form; nothing where there are none."""
    asked = [question for question in questions if not _was_asked(turn, question)]
    found = [(question, vague) for question in asked if (vague := found_vague(turn, question))][:LISTED]
    if not found:
        return turn
    view = replace(turn.view, probed=(*turn.view.probed, *(question.id for question, _ in found)))
    key = clearer_key(view, found[0][0].id)
    return turn.with_view(view).saying(key, _hint(view, found), Promise.NEVER_LOST)


def _was_asked(turn: Turn, question: Question) -> bool:
    return question.id in turn.view.probed or turn.actor.person_id != turn.view.respondent


def _hint(view: View, found: list[tuple[Question, Vague]]) -> Message:
    count = Count(len(found), "answer leaves something open", "answers leave something open")
    title = Phrase("Your answers are in. {count}:", count=count)
    lines = tuple(Phrase("{title}: {asks}", title=question.title, asks=_asks(vague)) for question, vague in found)
    choices = tuple(Choice(question.title, ChangeAnswer(view.id, question.id, anew=True)) for question, _ in found)
    blocks: tuple[Block, ...] = (
        Text(title),
        Items(lines),
        Note("You need not change anything, and I do not ask again."),
        Menu("Say it more exactly", choices),
    )
    return Message(title, blocks)


def _asks(found: Vague) -> Phrase:
    return Phrase("{said}: {asks}", said=Quote(found.said), asks=found.leaves.value)
