"""What a measure is about, chosen by who gave it (C11).

A change: set_lens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects
from flows.errors import Invalid
from flows.questionnaires.checking import checked
from flows.questionnaires.commands import SetLens
from flows.questionnaires.template import Kind
from flows.rounds.conversation_cards import card_key
from flows.rounds.conversation_moves import stored
from flows.rounds.conversation_review import review_message
from flows.rounds.conversation_turn import REVIEW, turn_of
from flows.rounds.shelves import Records


def set_lens(records: Records, actor: Actor, command: SetLens, now: datetime) -> Effects:
    """A new version of the measure with the same numbers. Raises Invalid where there is no measure."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    asking = turn.asking(question)
    if question.kind is not Kind.MEASURE or not isinstance(asking.value, Mapping):
        raise Invalid("Please name the number first; then say what it is about.")
    turn = stored(turn, question, checked(asking, {**asking.value, "lens": command.lens.value}))
    if REVIEW in turn.view.cards:
        turn = turn.saying(card_key(turn.view, REVIEW), review_message(turn))
    return turn.effects()
