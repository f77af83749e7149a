"""The clock bar: the simulated time in the reader's zone, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from adapters.drawing import instant_text, local
from adapters.web.ports import Clock
from flows.people import Person
from flows.phrases import Instant


@dataclass(frozen=True)
class Next:
    """One thing that is due: `when` in the reader's zone, `wait` in words, `at` as an ISO instant."""

    label: str
    when: str
    wait: str
    at: str


@dataclass(frozen=True)
class ClockBar:
    """`now` as text, `instant` as ISO for the page's own ticking."""

    now: str
    instant: str
    zone: str
    coming: tuple[Next, ...]


async def clock_bar(clock: Clock, person: Person) -> ClockBar:
    """What the clock bar shows this person."""
    now = clock.now()
    coming = []
    for item in await clock.upcoming():
        when = instant_text(Instant(item.at), person.zone, local(Instant(now), person.zone).year)
        coming.append(Next(item.label, when, wait_text(item.at - now), item.at.isoformat()))
    return ClockBar(instant_text(Instant(now), person.zone), now.isoformat(), person.zone, tuple(coming))


def wait_text(wait: timedelta) -> str:
    """ "in 5 min", "in 23 h", "in 3 days"."""
    minutes = int(wait.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 90:
        return f"in {minutes} min"
    if minutes < 48 * 60:
        return f"in {round(minutes / 60)} h"
    return f"in {round(minutes / 1440)} days"
