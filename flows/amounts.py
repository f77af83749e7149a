"""Amounts: a number with a unit, compared exactly after conversion (66 min = 1.1 h)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Amount:
    """A number >= 0 and its unit as written ("4 h"). `number` keeps the digits that were given."""

    number: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


class SpanUnit(StrEnum):
    """Units of a time limit; working days count by the calendar of the person who has to act."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Span:
    """How long somebody may take: `1 working day`, `4 h`, `2 days`."""

    number: int
    unit: SpanUnit
