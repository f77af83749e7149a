"""Which days a person works: weekdays, public holidays, absences."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from flows.calendar.local import local_day
from flows.errors import Invalid
from flows.people import Person

CODE = re.compile(r"[A-Z]{2}(-.+)?")
FIRST_YEAR, LAST_YEAR = 1950, 2099
"""The years for which holidays are computed; every other year has none."""


def is_holiday(code: str, day: date) -> bool:
    """Whether a day is a public holiday of a country ("PL") or a part of one ("DE-BY").

    Raises Invalid for a code of neither.
    """
    return day in _holidays(code, day.year if FIRST_YEAR <= day.year <= LAST_YEAR else None)


@lru_cache(maxsize=4096)
def _holidays(code: str, year: int | None) -> frozenset[date]:
    import holidays  # takes 0.2 s, which only an organisation that uses a holiday calendar pays, once

    if not CODE.fullmatch(code):
        raise _unknown(code)
    country, _, part = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)
    except NotImplementedError:
        raise _unknown(code) from None
    return frozenset(found)


def _unknown(code: str) -> Invalid:
    return Invalid(
        "{code} is not a holiday calendar that Accord knows. Use a country such as PL, or a part of one such as DE-BY.",
        code=code,
    )


def is_away(person: Person, day: date) -> bool:
    """Whether the person is absent on that day."""
    return any(absence.first <= day <= absence.last for absence in person.away)


def away_through(person: Person, day: date) -> date | None:
    """The last day of the absence that covers `day`, with those that join it; None when not away."""
    through = None
    while lasts := [absence.last for absence in person.away if absence.first <= day <= absence.last]:
        through = max(lasts)
        if through == date.max:
            break
        day = through + timedelta(days=1)
    return through


def away_until(person: Person, now: datetime) -> date | None:
    """The last day of the absence that the person is in, by their own calendar; None when not away."""
    return away_through(person, local_day(now, person.zone))


def works_on(person: Person, day: date) -> bool:
    """Whether a working slot of the person starts on that day."""
    if day.weekday() not in person.days or is_away(person, day):
        return False
    return person.holidays is None or not is_holiday(person.holidays, day)
