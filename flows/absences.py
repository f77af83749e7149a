"""Absences joined, cut and told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flows.people import Absence
from flows.phrases import Phrase

DAY = timedelta(days=1)


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
