"""Absences joined, cut and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from flows.calendar import is_away, local_day, local_instant
from flows.people import Absence, Person
from flows.phrases import Phrase

DAY = timedelta(days=1)
MIDNIGHT = time(0)
END_OF_TIME = date(9000, 1, 1)


def joined(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """In order; those that overlap or follow each other as one."""
    found: list[Absence] = []
    for each in sorted(absences, key=lambda absence: (absence.first, absence.last)):
        if found and each.first - found[-1].last <= DAY:
            found[-1] = Absence(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


def without(absence: Absence, today: date) -> Absence | None:
    """What is left when the absence of today ends with yesterday; others stay whole."""
    if not absence.first <= today <= absence.last:
        return absence
    return None if absence.first == today else Absence(absence.first, today - DAY)


def without_days(absences: tuple[Absence, ...], gone: Absence) -> tuple[Absence, ...]:
    """The absences less those days."""
    kept = []
    for each in absences:
        if each.last < gone.first or each.first > gone.last:
            kept.append(each)
            continue
        if each.first < gone.first:
            kept.append(Absence(each.first, gone.first - DAY))
        if each.last > gone.last:
            kept.append(Absence(gone.last + DAY, each.last))
    return tuple(kept)


def period(absence: Absence) -> Phrase:
    """ "on 10 February" or "from 10 to 20 February", as the reader writes dates."""
    if absence.first == absence.last:
        return Phrase("on {day}", day=absence.first)
    return Phrase("from {first} to {last}", first=absence.first, last=absence.last)


def watched(person: Person, now: datetime, before: Person | None = None) -> Person:
    """With the next moment at which an absence of theirs begins or is over.

    `before`: as they were kept, where nobody has handed over yet what waits for them: an absence of today that is new
    to us begins as soon as the clock looks.
    """
    today = local_day(now, person.zone)
    ends = (absence.last + DAY for absence in person.away if absence.last < END_OF_TIME)
    days = [day for day in (*(absence.first for absence in person.away), *ends) if day > today]
    if before is not None and not is_away(before, today):
        days += [absence.first for absence in person.away if absence.first <= today <= absence.last]
    following = min(days, default=None)
    due = None if following is None or not person.active else local_instant(following, MIDNIGHT, person.zone)
    return replace(person, due_at=due)
