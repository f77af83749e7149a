"""The time that a statement is about: `2027-05-01 to 2027-05-31`, `2027-05`, `2027-Q2` or `2027`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from flows.errors import Invalid
from flows.questionnaires.days import DAY, read_dated

EXAMPLE = "2027-05-01 to 2027-06-30, 2027-05 or 2027-Q2"
_RANGE = re.compile(rf"(?:from\s+)?(?P<first>{DAY})\s*(?:to|until|-|–)\s*(?P<last>{DAY})", re.IGNORECASE)
_MONTHS = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2])|[- ]?q(?P<quarter>[1-4]))?", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"

    def meets(self, other: Period) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


def read_period(text: str) -> Period:
    """What people write, and what `str` of a period gives. Raises Invalid."""
    typed = " ".join(text.split())
    if months := _MONTHS.fullmatch(typed):
        return _of_months(int(months["year"]), months["month"], months["quarter"])
    if days := _RANGE.fullmatch(typed):
        found = Period(read_dated(days["first"], EXAMPLE), read_dated(days["last"], EXAMPLE))
        if found.first <= found.last:
            return found
    if re.fullmatch(DAY, typed, re.IGNORECASE):
        day = read_dated(typed, EXAMPLE)
        return Period(day, day)
    raise Invalid("Expected a time such as {example}.", example=EXAMPLE)


def _of_months(year: int, month: str | None, quarter: str | None) -> Period:
    first, last = 1, 12
    if month:
        first = last = int(month)
    if quarter:
        last = 3 * int(quarter)
        first = last - 2
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
