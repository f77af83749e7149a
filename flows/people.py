"""People: who they are and when they may be disturbed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from flows.phrases import Who

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """Working hours of a day in the person's zone. `end` <= `start` passes midnight (a night shift)."""

    start: time
    end: time


@dataclass(frozen=True)
class Absence:
    """Away from the first to the last day, both included."""

    first: date
    last: date


class Reminders(StrEnum):
    """When somebody is reminded, always in their working time."""

    AS_PLANNED = "as_planned"
    WHEN_ACTIVE = "when_active"
    """When they next do something in Accord, before their day ends (flows/rounds/when_active.py)."""


@dataclass(frozen=True)
class Person:
    """One human of the organisation, whatever chat accounts they have.

    `zone`: IANA name; `days`: weekday numbers, Monday 0; `holidays`: ISO country or subdivision ("PL", "DE-BY").
    `active`: False once their account is closed; then they are passed over and never waited for.
    `due_at`: when an absence of theirs begins or is over next, so that what waits for them changes hands then; not in
    the text that a project file is known again by, which says nothing about it.
    """

    id: str
    name: str
    email: str | None = None
    zone: str = "UTC"
    language: str = "en"
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    hours: Hours = Hours(time(9), time(17))
    holidays: str | None = None
    away: tuple[Absence, ...] = ()
    active: bool = True
    reminders: Reminders = Reminders.AS_PLANNED
    due_at: datetime | None = field(default=None, repr=False)

    def __hash__(self) -> int:
        """By the id alone: the calendar keeps what it has worked out by person, and looks that up all the time."""
        return hash(self.id)

    @property
    def who(self) -> Who:
        """The person as a value of a phrase."""
        return Who(self.id, self.name)
