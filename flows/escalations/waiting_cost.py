"""What not deciding has cost so far (features O10): a rate that the requester gave, times the time it has been open.

Only what can be read for sure counts: a number with a unit per hour, day or week. Anything else stays as it was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_SPANS = {
    **dict.fromkeys(("h", "hour"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day"), timedelta(days=1)),
    "week": timedelta(weeks=1),
}
_NUMBER = r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d{1,12}(?:\.\d{1,4})?"
_RATE = re.compile(
    rf"\s*(?P<before>[^\W\d_]{{1,10}}|[€$£])?\s*(?P<number>{_NUMBER})\s*(?P<thousand>k)?\s*(?P<unit>[^\W\d_]{{1,20}}|[€$£])?"
    r"\s*(?:/|per|an?|each|every)\s*(?P<span>hour|day|week|h|d)\b\.?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rate:
    """So many of a unit in that time: 12,000 EUR a day."""

    number: Decimal
    unit: str
    span: timedelta


def read_rate(said: str) -> Rate | None:
    """ "EUR 12,000 a day", "12 000 EUR per day", "3 batches/week", "€5k per day"; None for what it is not sure of."""
    found = _RATE.fullmatch(said)
    if found is None or bool(found["before"]) == bool(found["unit"]):
        return None
    number = Decimal(re.sub(r"[ ,\u00a0\u202f]", "", found["number"])) * (1000 if found["thousand"] else 1)
    return Rate(number, found["before"] or found["unit"], _SPANS[found["span"].lower()])


def cost_so_far(said: str, since: datetime, now: datetime) -> str:
    """ "36,000 EUR": what it has come to by now, to three digits; "" where nothing can be said for sure."""
    rate = read_rate(said)
    if rate is None or now <= since:
        return ""
    spans = Decimal((now - since) / timedelta(seconds=1)) / Decimal(rate.span / timedelta(seconds=1))
    total = _rounded(rate.number * spans)
    return f"{total:,} {rate.unit}" if total else ""


def _rounded(total: Decimal) -> Decimal:
    """Three digits are as sure as it gets."""
    if total <= 0:
        return Decimal(0)
    step = Decimal(10) ** max(total.adjusted() - 2, 0)
    whole = (total / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return whole.quantize(Decimal(1))
