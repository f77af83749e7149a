"""The cards of a conversation that are drawn when they are sent."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.effects import Card
from flows.errors import NotFound
from flows.messages import Message
from flows.rounds.conversation_cards import question_card
from flows.rounds.conversation_turn import load_turn
from flows.rounds.shelves import Records


def draw_question(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """The question `card.part` of the view `card.of`, as far as it is answered by now.

    Raises NotFound for anybody but the respondent: what a colleague answers is not for who had it before.
    """
    view = records.views.get(card.of)
    if view.respondent != reader:
        raise NotFound("These questions are somebody else's now.")
    # nobody acts: the turn is only looked at
    turn = load_turn(records, Actor("", reader), view, now)
    return question_card(turn, turn.question(card.part))
