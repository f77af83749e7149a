"""The clocks of an escalation: how long a step takes, when its person can see it, when it ends, when to nudge.

An urgent escalation runs on the wall, day and night. Every other one runs in the working hours of the person asked:
an hour is an hour of their work, a day or a working day is one of their working days, a week their working week.
On the wall a working day is 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from flows.amounts import Span, SpanUnit
from flows.calendar import add_working, away_until, local_day, next_working, slots
from flows.escalations.records import Clock, Urgency
from flows.people import Person
from flows.phrases import Phrase

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

SHORTEST = {Urgency.NORMAL: 30 * MINUTE, Urgency.SOON: 30 * MINUTE, Urgency.URGENT: 15 * MINUTE}
"""No step is made shorter than this, whatever the deadline."""
NUDGE_EVERY = {Urgency.NORMAL: 4 * HOUR, Urgency.SOON: HOUR, Urgency.URGENT: 15 * MINUTE}
QUIET_FOR = {Urgency.NORMAL: 4 * HOUR, Urgency.SOON: 2 * HOUR, Urgency.URGENT: 30 * MINUTE}
"""How long "I'll take it" stops the nudges."""
PAUSE_FOR = {Urgency.NORMAL: 8 * HOUR, Urgency.SOON: 4 * HOUR, Urgency.URGENT: 30 * MINUTE}
"""How long a question to somebody may hold the clock, in that person's time."""
QUARTER = 15
"""Minutes."""
BY_URGENCY = {Urgency.SOON: 4 * HOUR, Urgency.URGENT: 2 * HOUR}
"""The time of a step where none is agreed; a normal one takes a working day."""
MOST_NUDGES = 3
"""Per step; after an acknowledgement has run out there is always one."""

Rung = tuple[Person, timedelta]


def seen(person: Person, at: datetime, urgency: Urgency) -> datetime:
    """When the person may be written to: at once where it is urgent, else in their next working time."""
    return at if urgency.clock is Clock.WALL else next_working(person, at) or at


def advance(person: Person, start: datetime, span: timedelta, urgency: Urgency) -> datetime:
    """When so much time has passed on the escalation's clock."""
    return start + span if urgency.clock is Clock.WALL else add_working(person, start, span)


def left(person: Person, now: datetime, until: datetime, urgency: Urgency) -> timedelta:
    """How much time there is from `now` to `until` on the escalation's clock, zero at least."""
    if urgency.clock is Clock.WALL or next_working(person, now) is None:
        return max(until - now, timedelta())
    total = timedelta()
    for slot in slots(person, now):
        if slot.start >= until:
            break
        total += min(slot.end, until) - max(slot.start, now)
    return total


@lru_cache(maxsize=1024)
def working_day(person: Person) -> timedelta:
    """How long one of the person's working days is by the wall clock; hours that meet are a whole day."""
    start, end = _since_midnight(person.hours.start), _since_midnight(person.hours.end)
    return end - start if end > start else end - start + DAY


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def allowed(person: Person, within: Span | None, urgency: Urgency) -> timedelta:
    """The time that a step has by right, else by urgency: one working day, four hours, or two hours on the wall."""
    wall = urgency.clock is Clock.WALL
    day = DAY if wall else working_day(person)
    if within is None:
        return BY_URGENCY.get(urgency, day)
    match within.unit:
        case SpanUnit.MINUTES:
            return within.number * MINUTE
        case SpanUnit.HOURS:
            return within.number * HOUR
        case SpanUnit.DAYS | SpanUnit.WORKING_DAYS:
            return within.number * day
        case SpanUnit.WEEKS:
            return within.number * (7 if wall else len(set(person.days)) or 5) * day


def walk(rungs: Sequence[Rung], start: datetime, urgency: Urgency) -> tuple[datetime, ...]:
    """When each step ends if nobody answers and each begins when the one before it ends."""
    ends: list[datetime] = []
    for person, span in rungs:
        start = advance(person, seen(person, start, urgency), span, urgency)
        ends.append(start)
    return tuple(ends)


def shared_out(
    rungs: Sequence[Rung], now: datetime, deadline: datetime, urgency: Urgency
) -> tuple[tuple[timedelta, ...], tuple[datetime, ...]]:
    """The time of each step so that the last one ends by the deadline where that is possible, and when each ends.

    Steps keep their agreed time when that fits. Otherwise all are shortened by the same share, in whole percent and
    down to whole minutes, but never below `SHORTEST`; where even that is too long, the deadline is passed. Each then
    ends at the quarter of an hour before, where that leaves it long enough.
    """
    low, high = 0, 100
    agreed = _shortened(rungs, high, urgency)
    fitting = walk(agreed, now, urgency)
    if fitting[-1] <= deadline:  # as a rule
        return tuple(span for _, span in agreed), fitting
    while low < high:
        middle = (low + high + 1) // 2
        ends = walk(_shortened(rungs, middle, urgency), now, urgency)
        if ends[-1] <= deadline:
            low = middle
        else:
            high = middle - 1
    shared = list(_tidied(_shortened(rungs, low, urgency), now, urgency))
    return tuple(span for _, span in shared), walk(shared, now, urgency)


def _shortened(rungs: Sequence[Rung], percent: int, urgency: Urgency) -> list[Rung]:
    shortest = SHORTEST[urgency]
    return [(person, max(span * percent // 100 // MINUTE * MINUTE, min(span, shortest))) for person, span in rungs]


def _tidied(rungs: Sequence[Rung], start: datetime, urgency: Urgency) -> Iterator[Rung]:
    """Shortened steps that end at 14:15 and not at 14:26: never later than they would have ended."""
    for (person, span), end in zip(rungs, walk(rungs, start, urgency), strict=True):
        start = seen(person, start, urgency)
        over = timedelta(minutes=end.minute % QUARTER, seconds=end.second, microseconds=end.microsecond)
        tidy = left(person, start, end - over, urgency)
        yield person, tidy if tidy >= SHORTEST[urgency] else span
        start = advance(person, start, tidy if tidy >= SHORTEST[urgency] else span, urgency)


def next_nudge(person: Person, rang_at: datetime, span: timedelta, urgency: Urgency) -> datetime:
    """When the person is reminded, counted from when they were last written to: half-way through at the latest."""
    return advance(person, rang_at, min(NUDGE_EVERY[urgency], span / 2), urgency)


def missing(person: Person, now: datetime, deadline: datetime, urgency: Urgency) -> Phrase | None:
    """Why somebody cannot be asked now: "is away through 12 May"; None when they can.

    An absence counts where it leaves them no time before the deadline, or today where it is urgent. Nights, weekends
    and public holidays do not count: everybody has those.
    """
    if not person.active:
        return Phrase("has no working account any more")
    if urgency.clock is Clock.WALL:
        through = away_until(person, now)
        return None if through is None else _away(through)
    back = next_working(person, now)
    if back is None:
        return Phrase("has no working time to come")
    if back + SHORTEST[urgency] <= deadline:
        return None
    today, returns = local_day(now, person.zone), local_day(back, person.zone)
    absences = [absence.last for absence in person.away if absence.first <= returns and absence.last >= today]
    return _away(max(absences)) if absences else None


def _away(through: date) -> Phrase:
    return Phrase("is away through {day}", day=through)
