"""Amounts: a number with a unit, compared exactly after conversion (66 min = 1.1 h)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flows.errors import Invalid
from flows.units import Size, is_unit, size_of, tidy

_NUMBER = re.compile(r"(?:[0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30})", re.ASCII)
_WORKING_DAYS = re.compile(r"([0-9]{1,5})\s*working\s+days?", re.ASCII)
_LONGEST_SPAN = Fraction(3660 * 86400)


@dataclass(frozen=True)
class Amount:
    """A number >= 0 and its unit as written ("4 h"). `number` keeps the digits that were given."""

    number: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.number:f} {self.unit}"

    @property
    def size(self) -> Size:
        """What it comes to. Sizes of equal `dimension` can be compared by `value`."""
        return sized(self.number, self.unit)


class SpanUnit(StrEnum):
    """Units of a time limit; working days count by the calendar of the person who has to act."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"


_SECONDS = {
    SpanUnit.WEEKS: Fraction(604800),
    SpanUnit.DAYS: Fraction(86400),
    SpanUnit.HOURS: Fraction(3600),
    SpanUnit.MINUTES: Fraction(60),
}
_LARGEST = {
    **dict.fromkeys(("week", "weeks"), SpanUnit.WEEKS),
    **dict.fromkeys(("day", "days", "d"), SpanUnit.DAYS),
    **dict.fromkeys(("min", "minute", "minutes"), SpanUnit.MINUTES),
}


@dataclass(frozen=True)
class Span:
    """How long somebody may take: `1 working day`, `4 h`. Working days are those of who has to act."""

    number: int
    unit: SpanUnit

    def __str__(self) -> str:
        unit = self.unit.value
        return f"{self.number} {unit.removesuffix('s') if self.number == 1 else unit}"


def sized(number: Decimal, unit: str) -> Size:
    """A number of a unit (or of a measure's own word) in the base unit of its dimension, exactly."""
    return size_of(Fraction(number), unit)


def read_number(text: str) -> Decimal:
    """A plain decimal number such as 61, 66.5 or -3. Raises Invalid."""
    digits = text.strip()
    if not _NUMBER.fullmatch(digits.removeprefix("-")):
        raise Invalid("Expected a number such as 61 or 66.5.")
    return Decimal(digits)


def read_amount(text: str) -> Amount:
    """`4 h`, `4h`, `1.5 weeks`, `10 %`: a number >= 0 and a unit. Raises Invalid with what was expected."""
    words = text.strip()
    if words.startswith("-"):
        raise Invalid("Expected an amount of zero or more, such as 4 h.")
    found = _NUMBER.match(words)
    if found is None:
        raise Invalid("Expected an amount such as 4 h, 1.5 weeks or 10 %.")
    unit = tidy(words[found.end() :])
    if not unit:
        raise Invalid("Expected an amount with its unit, such as 4 h or 10 %.")
    if not is_unit(unit):
        raise Invalid("Expected a known unit: min, h, days, weeks, months, %, or another unit or a ratio of two.")
    return Amount(Decimal(found.group()), unit)


def read_span(text: str) -> Span:
    """`4 h`, `2 days`, `2 working days`: how long somebody may take, to the minute. Raises Invalid."""
    words = " ".join(text.split())
    working = _WORKING_DAYS.fullmatch(words)
    if working:
        return _checked(Span(int(working.group(1)), SpanUnit.WORKING_DAYS), Fraction(int(working.group(1)) * 86400))
    if "working" in words:
        raise Invalid("Expected a whole number of working days, such as 2 working days.")
    amount = read_amount(words)
    if amount.size.dimension != sized(Decimal(1), SpanUnit.HOURS).dimension:
        raise Invalid("Expected a time such as 4 h, 2 days or 2 working days.")
    return _whole(amount.size.value, _LARGEST.get(amount.unit, SpanUnit.HOURS))


def _whole(seconds: Fraction, largest: SpanUnit) -> Span:
    """In the unit that was used where that is a whole number, else in a smaller one."""
    units = list(_SECONDS)
    for unit in units[units.index(largest) :]:
        number = seconds / _SECONDS[unit]
        if number.denominator == 1:
            return _checked(Span(int(number), unit), seconds)
    raise Invalid("Expected a time in whole minutes, such as 90 min or 4 h.")


def _checked(span: Span, seconds: Fraction) -> Span:
    if not 0 < seconds <= _LONGEST_SPAN:
        raise Invalid("Expected a time of more than nothing and at most ten years, such as 2 days.")
    return span
