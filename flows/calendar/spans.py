"""Time limits: a span counted from an instant, in wall time or in one person's working time."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from flows.amounts import Span, SpanUnit
from flows.calendar.local import local_day, local_instant, same_time, zone_named
from flows.calendar.working import Slot, slots
from flows.errors import Invalid
from flows.people import Person

LONGEST = timedelta(days=3660)
LENGTH = {
    SpanUnit.MINUTES: timedelta(minutes=1),
    SpanUnit.HOURS: timedelta(hours=1),
    SpanUnit.DAYS: timedelta(days=1),
    SpanUnit.WORKING_DAYS: timedelta(days=1),
    SpanUnit.WEEKS: timedelta(weeks=1),
}


def after(span: Span, start: datetime, person: Person) -> datetime:
    """The end of a time limit that starts at `start` for that person.

    Minutes and hours are counted as they pass; days and weeks end at the same wall-clock time in the person's
    zone; working days go by the person's calendar. Raises Invalid for more than ten years.
    """
    if not 0 <= span.number <= LONGEST // LENGTH[span.unit]:
        raise Invalid(
            "{number} {unit} is not a usable time limit. Please give at most ten years.",
            number=span.number,
            unit=span.unit.value,
        )
    match span.unit:
        case SpanUnit.WORKING_DAYS:
            return add_working_days(person, start, span.number)
        case SpanUnit.DAYS | SpanUnit.WEEKS:
            return same_time(start, (span.number * LENGTH[span.unit]).days, person.zone)
        case SpanUnit.MINUTES | SpanUnit.HOURS:
            return start + span.number * LENGTH[span.unit]


def add_working(person: Person, start: datetime, span: timedelta) -> datetime:
    """When so much of the person's own working time has passed since `start`; a full slot ends at its end.

    What a person without working time to come (away for ever) lacks is counted in wall time, so that no clock
    stands still for ever. `span` <= 0 gives `start`.
    """
    if span <= timedelta(0):
        return start
    reached, left = start, span
    for slot in slots(person, start):
        begin = max(slot.start, start)
        if left <= slot.end - begin:
            return begin + left
        reached, left = slot.end, left - (slot.end - begin)
    return reached + left


def add_working_days(person: Person, start: datetime, n: int) -> datetime:
    """The same wall-clock time `n` >= 0 working days later.

    Counting starts with the next working moment: one working day from Saturday noon ends on Tuesday at 09:00.
    A person with no working time to come is given wall days.
    """
    ahead = list(islice(slots(person, start), n + 1))
    if len(ahead) <= n:
        return same_time(start, n, person.zone)
    first, last = ahead[0], ahead[-1]
    return _same_moment(person, max(start, first.start), first, last)


def _same_moment(person: Person, at: datetime, first: Slot, last: Slot) -> datetime:
    """The wall-clock time of `at`, which is in `first`, within `last`."""
    time = at.astimezone(zone_named(person.zone)).time()
    day = last.day + (local_day(at, person.zone) - first.day)
    return min(max(local_instant(day, time, person.zone), last.start), last.end)
