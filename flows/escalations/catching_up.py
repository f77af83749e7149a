"""After Accord was not running: one reminder for each person, about every decision that waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from flows.calendar import local_day
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.escalations.buttons import show_button
from flows.escalations.keeping import Records
from flows.escalations.posts import to_person
from flows.escalations.records import Escalation, EscalationState
from flows.messages import Block, Buttons, Message, Note, Text
from flows.phrases import Count, Instant, Phrase, Quote

CARD = "escalations_waiting"
WITH_THEM = (EscalationState.ASKED, EscalationState.ACKNOWLEDGED)
ENOUGH = timedelta(hours=2)
"""Two reminders of one person are so far apart at least."""


class View(Protocol):
    """Somebody's questionnaire."""

    @property
    def nudged_at(self) -> datetime | None: ...


class Views(Protocol):
    def where(self, *, person_id: str) -> Sequence[View]: ...


class Reminded(Records, Protocol):
    """The decisions that wait, and what else people are reminded of."""

    @property
    def views(self) -> Views: ...


def reminder(escalation: Escalation, cast: Cast, now: datetime) -> Post:
    """To the one in turn; the same message for all that wait for them. It is drawn when it is sent, so that it never
    speaks of what is closed by then."""
    person = cast.person(escalation.turn.person_id)
    key, card = f"escalations/{person.id}/{local_day(now, person.zone)}", Card(CARD, person.id)
    return to_person(key, person.id, card, cast, now, escalation=escalation, promise=Promise.NEVER_DOUBLED)


def draw(records: Reminded, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """What waits for that person now. Raises NotFound where nothing does, or they have just been reminded of their
    answers: one reminder is enough."""
    if any(
        view.nudged_at is not None and view.nudged_at > now - ENOUGH for view in records.views.where(person_id=card.of)
    ):
        raise NotFound("You have been reminded of something else.")
    blocks: list[Block] = []
    for project in records.projects.all():
        cast = Cast(records, project)
        for each in records.escalations.where(project_id=project.id):
            if each.state in WITH_THEM and each.turn.person_id == card.of:
                blocks += [Text(_line(each, cast)), Buttons((show_button(each),))]
    if not blocks:
        raise NotFound("No decision waits for you any more.")
    head = Phrase("{count} for you.", count=Count(len(blocks) // 2, "decision waits", "decisions wait"))
    return Message(head, (Text(head), *blocks, Note("This comes late: Accord was not running when it was due.")))


def _line(escalation: Escalation, cast: Cast) -> Phrase:
    return Phrase(
        "{label}, {tradeoff}: {question} Your time ends {until}.",
        label=escalation.label,
        tradeoff=cast.tradeoff(escalation.tradeoff),
        question=Quote(escalation.question),
        until=Instant(escalation.until, cast.project.zone),
    )
