"""Sending the answers of a view, whether they were given in chat or in the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects, Promise
from flows.errors import Invalid
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase
from flows.questionnaires.commands import SubmitAnswers
from flows.questionnaires.kinds import WAYS
from flows.rounds.conversation_cards import answered_card, card_key
from flows.rounds.conversation_moves import showing
from flows.rounds.conversation_review import missing, thanks, thanks_key, titles
from flows.rounds.conversation_turn import REVIEW, Turn, turn_of, with_answer
from flows.rounds.records import ViewState
from flows.rounds.shelves import Records


def submit(records: Records, actor: Actor, command: SubmitAnswers, now: datetime) -> Effects:
    """Sends what is answered. Raises Invalid while a required answer is missing; sending twice sends once."""
    turn = turn_of(records, actor, command.view_id, now)
    if turn.view.state is ViewState.SUBMITTED and not turn.view.draft:
        return Effects(reply=_sent_already(turn))
    turn = with_drafts(turn)
    needed = missing(turn, required=True)
    if needed:
        raise Invalid(
            "Before you can send: {questions}. Please choose it from the menu under your answers; "
            "“No view / not my area” is an answer too.",
            questions=titles(needed),
        )
    return sent(turn).effects()


def with_drafts(turn: Turn) -> Turn:
    """What was begun and not finished becomes an answer where it can be one, so that nothing said is lost."""
    for question in turn.template.questions:
        if question.id in turn.view.draft:
            value = WAYS[question.kind].so_far(turn.asking(question))
            if value is not None:
                turn = with_answer(turn, question.id, value)
                if question.id in turn.view.cards:
                    turn = turn.saying(card_key(turn.view, question.id), answered_card(turn, question))
    return turn


def sent(turn: Turn) -> Turn:
    """The view as sent: the review says so, and the respondent learns what happens next."""
    first = turn.view.state is not ViewState.SUBMITTED
    view = replace(
        turn.view, state=ViewState.SUBMITTED, submitted_at=turn.now, asking=None, draft={}, touched_at=turn.now
    )
    turn = replace(turn, view=view, has_news=True)
    turn = showing(turn, REVIEW)
    if first and turn.round.is_open:
        turn = turn.saying(thanks_key(turn.view), thanks(turn), Promise.NEVER_LOST)
    return turn


def _sent_already(turn: Turn) -> Message:
    words = Phrase(
        "The answers of {function} were sent {at}. You can change each of them; a change counts at once.",
        function=turn.function.name,
        at=Instant(turn.view.sent_at or turn.now, turn.project.zone),
    )
    return Message(words, (Text(words),))
