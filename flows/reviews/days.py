"""When something that was agreed is to be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

from flows.consent.contents import Content
from flows.endings.records import Ending
from flows.goals.records import Goal
from flows.rights.records import RightChange

EVERY = timedelta(days=182)
AHEAD = timedelta(days=7)
"""So long before, the owner is asked."""
FARTHEST = timedelta(days=5 * 366)


def review_day(content: Content, today: date) -> date | None:
    """The day of the goal where that leaves a week, else in half a year; None for what has taken something away."""
    match content:
        case Goal() if content.measure.by > today + AHEAD:
            return content.measure.by
        case Ending() | RightChange(right=None):
            return None
        case _:
            return today + EVERY
