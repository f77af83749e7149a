"""The dates that a wording writes out: days, months, quarters, halves of a year, in English, German and Polish.

A date stands for all the days that it can mean: “June 2028” for thirty of them, “03/04/2028” for two. A year on its own
is no date, as it may as well be a number of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_MONTHS = (
    "january jan januar jänner styczeń stycznia styczniu",
    "february feb februar luty lutego lutym",
    "march mar märz marzec marca marcu",
    "april apr kwiecień kwietnia kwietniu",
    "may mai maj maja maju",
    "june jun juni czerwiec czerwca czerwcu",
    "july jul juli lipiec lipca lipcu",
    "august aug sierpień sierpnia sierpniu",
    "september sept sep wrzesień września wrześniu",
    "october oct oktober okt październik października październiku",
    "november nov listopad listopada listopadzie",
    "december dec dezember dez grudzień grudnia grudniu",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_ALIKE = {0x130: "i", 0x131: "i"}
"""The Turkish letters that count as an i where case does not matter, and stay what they are in lower case."""
_NAME = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"20\d\d(?![\w%]|[.,]\d)"
_SHORT_YEAR = r"(?:2[5-9]|3\d)(?![\w%/]|[.,]\d)"
_TWO_DIGITS = r"(?:0[1-9]|1[0-2])"
_SEEN = re.compile(
    r"(?<![\w.,/-])(?:"
    rf"(?P<iso>20\d\d(?P<between>[-./])\d\d?(?P=between)\d\d?)(?!\w|[.,]\d)"
    rf"|(?P<parts>\d\d?[./]\s?\d\d?[./]\s?{_YEAR})"
    rf"|(?P<short>(?:\d\d/\d\d?|\d/\d\d)/{_SHORT_YEAR}|\d\d\.\d\d\.{_SHORT_YEAR})"
    rf"|(?P<year_first>20\d\d[-/]{_TWO_DIGITS})(?![\w%/-]|[.,]\d)"
    rf"|(?P<year_last>{_TWO_DIGITS}[./]{_YEAR})"
    rf"|(?P<day>\d\d?)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<day_month>{_NAME}),?\s*(?P<day_year>{_YEAR})"
    rf"|(?P<month_first>{_NAME})\s+(?P<first_day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<first_year>{_YEAR})"
    rf"|(?P<month>{_NAME}),?\s+(?P<year>{_YEAR})"
    rf"|(?P<part>[QH])(?P<nth>[1-4])[\s/]*(?P<part_year>{_YEAR})"
    rf"|(?P<early_year>20\d\d)[\s/-]*(?P<late_part>[QH])(?P<late_nth>[1-4])(?!\w)"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Written:
    """A date as it was written, and the days that it can mean, as spans with both their ends."""

    text: str
    spans: tuple[tuple[date, date], ...]

    def can_mean(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.spans)

    def is_after(self, day: date) -> bool:
        """Whether all that it can mean is later."""
        return all(first > day for first, _ in self.spans)


def written_days(words: str) -> Iterator[Written]:
    """In the order in which they stand; what is no date of the calendar is left out."""
    for found in _SEEN.finditer(words):
        spans = tuple(_spans(found))
        if spans:
            yield Written(found.group(), spans)


def without_days(words: str) -> str:
    """What is left of the words when their dates are taken out."""
    return _SEEN.sub(lambda found: " " if any(_spans(found)) else found.group(), words)


def _spans(found: re.Match[str]) -> Iterator[tuple[date, date]]:
    """Each span of days that it can mean; nothing for the 31st of June."""
    part = found.groupdict()
    if part["iso"]:
        year, month, day = _numbers(part["iso"])
        yield from _one(year, month, day)
    elif parts := part["parts"] or part["short"]:
        one, two, year = _numbers(parts)
        year = year if year > 99 else 2000 + year
        yield from _one(year, two, one)
        if "/" in parts and one != two:
            yield from _one(year, one, two)
    elif part["year_first"] or part["year_last"]:
        month, year = sorted(_numbers(part["year_first"] or part["year_last"]))
        yield _months(year, month, 1)
    elif part["day"]:
        yield from _one(int(part["day_year"]), _month(part["day_month"]), int(part["day"]))
    elif part["month_first"]:
        yield from _one(int(part["first_year"]), _month(part["month_first"]), int(part["first_day"]))
    elif part["month"]:
        yield _months(int(part["year"]), _month(part["month"]), 1)
    else:
        kind, nth = part["part"] or part["late_part"], int(part["nth"] or part["late_nth"])
        length = 3 if kind in "Qq" else 6
        if nth * length <= 12:
            yield _months(int(part["part_year"] or part["early_year"]), (nth - 1) * length + 1, length)


def _numbers(parts: str) -> list[int]:
    return [int(part) for part in re.split(r"[-./]\s?", parts)]


def _one(year: int, month: int, day: int) -> Iterator[tuple[date, date]]:
    with suppress(ValueError):
        yield date(year, month, day), date(year, month, day)


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").translate(_ALIKE).casefold()]


def _months(year: int, first: int, length: int) -> tuple[date, date]:
    after = first + length
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return date(year, first, 1), end - DAY
