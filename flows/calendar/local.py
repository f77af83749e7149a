"""Wall-clock time in a zone, as UTC instants. Skipped times move forward, repeated times count once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flows.errors import Invalid


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises Invalid when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder of the zone database
        raise Invalid(
            "{name} is not a time zone that Accord knows. Use a name such as Europe/Warsaw.", name=name
        ) from None


def local_day(at: datetime, zone: str) -> date:
    """The calendar day that an instant falls on in the zone."""
    return at.astimezone(zone_named(zone)).date()


def local_instant(day: date, at: time, zone: str) -> datetime:
    """The instant of a wall-clock time, in UTC.

    A time that the zone skips gives the first instant after the gap; one that it repeats, the first of both.
    """
    tz = zone_named(zone)
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    instant = wall.replace(tzinfo=tz).astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None, fold=0) == wall:
        return instant
    return _end_of_gap(wall, tz)


def _end_of_gap(wall: datetime, tz: ZoneInfo) -> datetime:
    """Where the offset changes, by bisection: read with either offset, a skipped time lies on both sides."""
    before = wall.replace(tzinfo=tz, fold=1, microsecond=0).astimezone(UTC)
    beyond = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    offset = before.astimezone(tz).utcoffset()
    low, high = 0, int((beyond - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(tz).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def same_time(at: datetime, days: int, zone: str) -> datetime:
    """The same wall-clock time so many days later, or earlier when negative."""
    wall = at.astimezone(zone_named(zone))
    return local_instant(wall.date() + timedelta(days=days), wall.time(), zone)
