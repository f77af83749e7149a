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
    day = local_day(now, zone)
    while not (_has_digest(day, rule, anchor) and local_instant(day, rule.at, zone) > now):
        day += DAY
    if posted is not None:
        missed = _previous(day, rule, anchor)
        if _period(missed, rule) > _period(posted, rule):
            day = missed
        elif _period(day, rule) == _period(posted, rule):
            day = _following(day, rule, anchor)
    return local_instant(day, rule.at, zone)


def _has_digest(day: date, rule: DigestRule, anchor: date) -> bool:
    if rule.every is Cadence.DAILY:
        return day.weekday() < SATURDAY
    if rule.every is Cadence.BIWEEKLY and (_monday(day) - _monday(anchor)).days % 14:
        return False
    return day.weekday() == rule.weekday


def _previous(day: date, rule: DigestRule, anchor: date) -> date:
    day -= DAY
    while not _has_digest(day, rule, anchor):
        day -= DAY
    return day


def _following(day: date, rule: DigestRule, anchor: date) -> date:
    day += DAY
    while not _has_digest(day, rule, anchor):
        day += DAY
    return day


def _period(day: date, rule: DigestRule) -> date:
    """What may have one digest only: the day itself, or its ISO week, named by its Monday."""
    return day if rule.every is Cadence.DAILY else _monday(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
