"""Reminders for people who want them when they are at it: they wait until the person does something in Accord.

They come at the latest a quarter of an hour before the person's working day ends or three quarters before an answer is
due, whichever is first, so never outside working hours and never too late. What they asked for at a time (a snooze) and
what is overdue does not wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from flows.calendar import is_working, slots
from flows.commands import Actor
from flows.effects import Moved
from flows.linking import Linked, known_as
from flows.people import Person, Reminders
from flows.rounds.records import View

DAY = timedelta(days=1)
BEFORE_THE_END = timedelta(minutes=15)
"""Of the working day: so that the reminder is there while the person still is."""
TO_ANSWER = timedelta(minutes=45)
"""Left before the deadline; less than the last step of any ladder, which takes the place of what still waits then."""


class Views(Protocol):
    """What was asked of whom."""

    def where(self, *, person_id: str) -> Sequence[View]: ...


class Records(Linked, Protocol):
    """What it takes to know what waits for somebody."""

    @property
    def views(self) -> Views: ...


def waits_until(person: Person, deadlines: Iterable[datetime], now: datetime) -> datetime | None:
    """When a reminder is sent at the latest; None where it goes at once. `deadlines`: of what it is about."""
    if person.reminders is not Reminders.WHEN_ACTIVE or not is_working(person, now):
        return None
    latest = min(next(slots(person, now)).end - BEFORE_THE_END, min(deadlines) - TO_ANSWER)
    return latest if latest > now else None


def released(records: Records, actor: Actor, now: datetime) -> tuple[Moved, ...]:
    """The reminders that waited for this person, who does something now; none outside their working hours."""
    if actor.is_clock or actor.is_operator:
        return ()
    person = records.people.find(known_as(records, actor).person_id)
    if person is None or person.reminders is not Reminders.WHEN_ACTIVE or not is_working(person, now):
        return ()
    keys = [view.nudge_key for view in records.views.where(person_id=person.id) if _may_wait(view, now)]
    return tuple(Moved(person.id, now, key) for key in dict.fromkeys(keys) if key)


def _may_wait(view: View, now: datetime) -> bool:
    """Whether its last reminder may be one that waits: none waits longer than a working day."""
    return view.is_pending and view.nudged_at is not None and view.nudged_at > now - DAY
