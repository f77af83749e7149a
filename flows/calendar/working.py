"""Working time of one person as slots, one per working day; a night shift belongs to the day it starts on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from flows.calendar.days import away_through, works_on
from flows.calendar.local import local_day, local_instant
from flows.people import Person

DAY = timedelta(days=1)
SOON = 8
IDLE_DAYS = 400
"""After so many days without work, absences aside, the person is taken to have no working time at all."""
END_OF_TIME = date(9000, 1, 1)


class Slot(NamedTuple):
    """Working time from `start` to `end` (excluded), UTC; `day` is the person's day that it starts on."""

    day: date
    start: datetime
    end: datetime


def slots(person: Person, since: datetime) -> Iterator[Slot]:
    """The person's working slots that end after `since`, in order, the current one first.

    It stops where no working time follows: no working days, or away for ever.
    """
    soon = _soon(person, since.astimezone(UTC).date())
    for slot in soon:
        if slot.end > since:
            yield slot
    if len(soon) == SOON:
        yield from _slots(person, soon[-1].day + DAY)


@lru_cache(maxsize=4096)
def _soon(person: Person, day: date) -> tuple[Slot, ...]:
    """The first few slots that may not be over on a UTC day: it may be the day before there, and last night's shift may
    still run. Kept: a ladder asks for the same days of the same people again and again."""
    return tuple(islice(_slots(person, day - (2 * DAY if _passes_midnight(person) else DAY)), SOON))


def _slots(person: Person, day: date) -> Iterator[Slot]:
    """The slots of that day and later."""
    idle = 0
    while idle < IDLE_DAYS and day < END_OF_TIME:
        away = away_through(person, day)
        if away is not None:
            day = min(away, END_OF_TIME) + DAY
            continue
        idle += 1
        if works_on(person, day):
            slot = _slot(person, day)
            if slot.start < slot.end:  # a slot is empty where the zone skips it whole
                yield slot
                idle = 0
        day += DAY


def _passes_midnight(person: Person) -> bool:
    return person.hours.end <= person.hours.start


def _slot(person: Person, day: date) -> Slot:
    return _hours_on(day, person.hours.start, person.hours.end, person.zone)


@lru_cache(maxsize=8192)
def _hours_on(day: date, start: time, end: time, zone: str) -> Slot:
    """Kept: a plant's people share their hours, and every step of a ladder looks at the same days."""
    last = day + DAY if end <= start else day
    return Slot(day, local_instant(day, start, zone), local_instant(last, end, zone))


def is_working(person: Person, at: datetime) -> bool:
    """Whether `at` is in the person's working time. The end of the day is not."""
    today = local_day(at, person.zone)
    # Yesterday for night shifts; tomorrow because some zones put their clocks back across midnight.
    around = (day for day in (today, today - DAY, today + DAY) if works_on(person, day))
    return any(start <= at < end for _, start, end in (_slot(person, day) for day in around))


@lru_cache(maxsize=4096)
def next_working(person: Person, now: datetime) -> datetime | None:
    """`now` itself in working time, else the start of the next slot; None when there is none to come.

    Kept: one command asks it of the same few people for the same moment a dozen times.
    """
    slot = next(slots(person, now), None)
    return None if slot is None else max(slot.start, now)


def last_slot(person: Person, before: datetime, since: datetime) -> Slot | None:
    """The last slot that starts before `before` and ends after `since`; None when there is none."""
    found = None
    for slot in slots(person, since):
        if slot.start >= before:
            break
        found = slot
    return found
