"""F12: every zone that there is, for five years: one digest per ISO week, at its local hour, whatever the clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.calendar import local_instant, next_digest
from flows.projects.records import Cadence, DigestRule

ZONES = sorted(available_timezones() - {"localtime"})
YEARS = 5
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
ANCHOR = date(2026, 1, 5)
NINE = time(9)


def digests(zone: str, rule: DigestRule, start: datetime, years: int = YEARS) -> Iterator[datetime]:
    """Every digest of those years, each asked for when the one before has been posted."""
    now = start
    while now < start + years * 365 * DAY:
        posted = None if now == start else now.astimezone(ZoneInfo(zone)).date()
        now = next_digest(now, rule, zone, ANCHOR, posted=posted)
        yield now


def test_the_zones_are_all_there() -> None:
    assert len(ZONES) >= 590


def test_one_digest_in_each_iso_week_at_nine_in_every_zone() -> None:
    rule, start = DigestRule(), datetime(2026, 1, 1, tzinfo=UTC)
    for name in ZONES:
        zone = ZoneInfo(name)
        walls = [at.astimezone(zone) for at in digests(name, rule, start)]
        assert {wall.time() for wall in walls} == {NINE}, name
        days = [wall.date() for wall in walls]
        assert all(later - earlier == WEEK for earlier, later in pairwise(days)), name
        assert len(days) >= YEARS * 52, name


@pytest.mark.parametrize("cadence", [Cadence.DAILY, Cadence.BIWEEKLY])
def test_the_other_cadences_skip_and_double_nothing(cadence: Cadence) -> None:
    """One zone of each offset history is enough: the rule above has been through them all."""
    rule, start = DigestRule(every=cadence), datetime(2026, 1, 1, tzinfo=UTC)
    for name in ZONES[::12]:
        days = [at.astimezone(ZoneInfo(name)).date() for at in digests(name, rule, start, years=2)]
        expected = [day for day in _days(days[0], days[-1]) if _has(day, cadence)]
        assert days == expected, name


def test_in_a_gap_it_is_the_first_instant_after_and_in_a_fold_the_first_of_both() -> None:
    gaps = folds = 0
    for name, change, before, after in changes():
        moved = after - before
        wall = (change + before).replace(tzinfo=None)
        inside = min(wall, wall + moved) + abs(moved) / 2
        found = local_instant(inside.date(), inside.time(), name)
        if moved > timedelta():
            gaps += 1
            assert found == change, (name, change)
        else:
            folds += 1
            assert found == (inside - before).replace(tzinfo=UTC), (name, change)
    assert gaps > 300
    assert folds > 300


def test_a_digest_whose_hour_is_skipped_or_repeated_comes_once_that_week() -> None:
    for name, change, before, after in changes():
        wall = (change + min(before, after)).replace(tzinfo=None) + abs(after - before) / 2
        rule = DigestRule(weekday=wall.weekday(), at=wall.time())
        weeks = [
            at.astimezone(ZoneInfo(name)).isocalendar()[:2] for at in _around(name, rule, change - 2 * WEEK, weeks=4)
        ]
        assert len(weeks) == len(set(weeks)) == 4, (name, change)


def _around(zone: str, rule: DigestRule, start: datetime, weeks: int) -> list[datetime]:
    found: list[datetime] = []
    for _ in range(weeks):
        posted = found[-1].astimezone(ZoneInfo(zone)).date() if found else None
        start = next_digest(start, rule, zone, ANCHOR, posted=posted)
        found.append(start)
    return found


@cache
def changes() -> list[tuple[str, datetime, timedelta, timedelta]]:
    """(zone, instant, offset before, offset after) of every change of clocks in those years, found by looking."""
    found = []
    for name in ZONES:
        zone, at = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
        offset = _offset(at, zone)
        for _ in range(YEARS * 73):
            later = at + 5 * DAY
            following = _offset(later, zone)
            if following != offset:
                found.append((name, _when(at, later, zone), offset, following))
            at, offset = later, following
    return found


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _when(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    first = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(middle, zone) == first else (low, middle)
    return high


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def _has(day: date, cadence: Cadence) -> bool:
    if cadence is Cadence.DAILY:
        return day.weekday() < 5
    return (day - ANCHOR).days % 14 == 0
