"""What people say to the question about vague words: more words, or that the answer stays as it is (C9).

Changes: leave_as_it_is; typed words come through `clearer`.
"""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects
from flows.messages import Message, Note, Text
from flows.phrases import Phrase, Quote, Words
from flows.plain import Plain
from flows.questionnaires.asking import Full
from flows.questionnaires.checking import checked
from flows.questionnaires.commands import LeaveAsItIs
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.vague import Path, made_clearer
from flows.questionnaires.wording import means_no_view, shortened
from flows.rounds.conversation_moves import moved_on, stored
from flows.rounds.conversation_turn import Turn, turn_of
from flows.rounds.conversation_vague import clearer_key, found_vague
from flows.rounds.shelves import Records

GONE_ON = "We have gone on already. Your answer stays as it is; “Change” under it changes it."
LEAVING = ("skip", "no", "leave it", "leave it as it is")


def clearer(turn: Turn, question: Question, typed: str) -> Effects:
    """Typed words are added to the vague ones; "skip" and "no view" leave the answer as it is."""
    words, found = typed.strip(), found_vague(turn, question)
    if found is None or words.casefold().rstrip(".") in LEAVING or means_no_view(words):
        return _left(turn, question)
    value = _checked(turn, question, words, found.path)
    added = Phrase("{said}: added {words}.", said=Quote(found.said), words=Quote(shortened(words)))
    turn = _closed(stored(turn, question, value), question, added)
    return moved_on(turn).effects()


def leave_as_it_is(records: Records, actor: Actor, command: LeaveAsItIs, now: datetime) -> Effects:
    """On to the next question; that it has gone on already is said."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    if turn.view.probing != question.id:
        return Effects(reply=Message(GONE_ON, (Text(GONE_ON),)))
    return _left(turn, question)


def _left(turn: Turn, question: Question) -> Effects:
    return moved_on(_closed(turn, question, "Your answer stays as it is.")).effects()


def _closed(turn: Turn, question: Question, words: Words) -> Turn:
    return turn.saying(clearer_key(turn.view, question.id), Message(words, (Text(words), Note(question.title))))


def _checked(turn: Turn, question: Question, words: str, path: Path) -> Plain:
    """The longer answer, as its kind takes it. Raises Invalid."""
    asking = turn.asking(question)
    value = made_clearer(asking.value, path, words)
    if question.kind is Kind.TEXT:
        taken = WAYS[question.kind].read(asking, str(value))
        return taken.value if isinstance(taken, Full) else value
    return checked(asking, value)
