"""When the digest is due: on a weekday every week or every second one, or on every working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flows.calendar.local import local_day, local_instant
from flows.projects.records import Cadence, DigestRule

DAY = timedelta(days=1)
SATURDAY = 5


def next_weekly(now: datetime, weekday: int, at: time, zone: str) -> datetime:
    """The first instant after `now` (never `now` itself) of that weekday (Monday 0) and wall-clock time."""
    day = local_day(now, zone)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    instant = local_instant(day, at, zone)
    return instant if instant > now else local_instant(day + 7 * DAY, at, zone)


def next_digest(now: datetime, rule: DigestRule, zone: str, anchor: date, *, posted: date | None = None) -> datetime:
    """The instant of the next digest after `now`.

    Daily means Monday to Friday. Every second week counts ISO weeks from the week of `anchor`, so it never
    drifts. `posted`: the local day the last digest was due on. With it the answer may lie in the past: a
    digest that was missed, the latest one only; and there are never two in one ISO week (one day, for
    daily), even when the zone or the weekday of the rule has changed since.
    """
    day = _first_from(local_day(now, zone), rule, anchor)
    if local_instant(day, rule.at, zone) <= now:
        day = _first_from(day + DAY, rule, anchor)
    if posted is not None:
        missed = _before(day, rule)
        if _period(missed, rule) > _period(posted, rule):
            day = missed
        elif _period(day, rule) == _period(posted, rule):
            day = _first_from(day + DAY, rule, anchor)
    return local_instant(day, rule.at, zone)


def _first_from(day: date, rule: DigestRule, anchor: date) -> date:
    """The first day with a digest, `day` or later."""
    if rule.every is Cadence.DAILY:
        return day + (7 - day.weekday()) * DAY if day.weekday() >= SATURDAY else day
    day += (rule.weekday - day.weekday()) % 7 * DAY
    if rule.every is Cadence.BIWEEKLY and (_monday(day) - _monday(anchor)).days % 14:
        day += 7 * DAY
    return day


def _before(day: date, rule: DigestRule) -> date:
    """The digest day before this one."""
    match rule.every:
        case Cadence.DAILY:
            return day - (DAY if day.weekday() else 3 * DAY)
        case Cadence.WEEKLY:
            return day - 7 * DAY
        case Cadence.BIWEEKLY:
            return day - 14 * DAY


def _period(day: date, rule: DigestRule) -> date:
    """What may have one digest only: the day itself, or its ISO week, named by its Monday."""
    return day if rule.every is Cadence.DAILY else _monday(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
