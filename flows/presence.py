"""An absence begins or is over: what waits for the person and for their functions changes hands on that day.

Change: presence_due. Only the clock gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from flows import takeover
from flows.absences import watched
from flows.calendar import is_away, local_day
from flows.commands import Actor, Command
from flows.effects import NOTHING, Effects
from flows.people import Absence, Person

JUST_BEFORE = timedelta(seconds=1)


@dataclass(frozen=True)
class PresenceDue(Command):
    """The clock: an absence of theirs has begun or is over."""

    person_id: str


class People(Protocol):
    """Everyone of the organisation."""

    def find(self, record_id: str, /) -> Person | None: ...
    def all(self) -> Sequence[Person]: ...
    def put(self, record: Person, /) -> None: ...


class Records(takeover.Records, Protocol):
    """People, and what waits for them."""

    @property
    def people(self) -> People: ...


def presence_due(records: Records, actor: Actor, command: PresenceDue, now: datetime) -> Effects:
    """Once for each beginning and end; after a longer stop, what it comes to now."""
    person = records.people.find(command.person_id)
    if not actor.is_clock or person is None or person.due_at is None or person.due_at > now:
        return NOTHING
    before, after = _as_before(person, person.due_at, now), watched(person, now)
    records.people.put(after)
    return takeover.passed_on(records, before, after, now)


def _as_before(person: Person, due_at: datetime, now: datetime) -> Person:
    """There or away as they were just before it."""
    if not is_away(person, local_day(due_at - JUST_BEFORE, person.zone)):
        return replace(person, away=())
    today = local_day(now, person.zone)
    return replace(person, away=(Absence(today, today),))
