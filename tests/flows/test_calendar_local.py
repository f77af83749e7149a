"""Wall-clock time in every zone there is: gaps, folds, skipped days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.calendar import local_instant, next_weekly, same_time, zone_named
from flows.errors import Invalid

ZONES = sorted(available_timezones() - {"localtime"})
FIVE_YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weeks_of(zone: str, weekday: int, at: time) -> list[datetime]:
    """Every instant of five years, each asked for from the one before."""
    now, end = FIVE_YEARS
    found = []
    while now < end:
        now = next_weekly(now, weekday, at, zone)
        found.append(now.astimezone(ZoneInfo(zone)))
    return found


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Warsaw", "2026-07-01", "09:00", "2026-07-01T07:00"),
        # Clocks go from 02:00 to 03:00: all the skipped times are 03:00, which is 01:00 UTC.
        ("Europe/Warsaw", "2026-03-29", "01:59", "2026-03-29T00:59"),
        ("Europe/Warsaw", "2026-03-29", "02:00", "2026-03-29T01:00"),
        ("Europe/Warsaw", "2026-03-29", "02:30", "2026-03-29T01:00"),
        ("Europe/Warsaw", "2026-03-29", "03:00", "2026-03-29T01:00"),
        # Clocks go back from 03:00 to 02:00: the first 02:30 counts.
        ("Europe/Warsaw", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Europe/Warsaw", "2026-10-25", "03:00", "2026-10-25T02:00"),
        # Lord Howe moves by half an hour, 02:00 to 02:30 and 02:00 back to 01:30.
        ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:40", "2026-04-04T14:40"),
        # Santiago has no midnight on the day its summer begins.
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00"),
        # Samoa crossed the date line: 30 December 2011 did not happen there.
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00"),
        ("Asia/Kathmandu", "2028-02-29", "09:00", "2028-02-29T03:15"),
    ],
)
def test_a_wall_clock_time_is_one_instant(zone: str, day: str, at: str, instant: str) -> None:
    assert local_instant(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(instant)


@pytest.mark.parametrize("name", ["Europe/Warszawa", "", "../etc/passwd", "Europe", "/etc/localtime", "\x00", "é"])
def test_an_unknown_zone_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(Invalid, match="is not a time zone that Accord knows"):
        zone_named(name)


def test_every_zone_has_one_monday_morning_a_week() -> None:
    for zone in ZONES:
        mondays = weeks_of(zone, 0, time(9))
        assert {(at.weekday(), at.hour, at.minute) for at in mondays} == {(0, 9, 0)}, zone
        assert {(b.date() - a.date()).days for a, b in pairwise(mondays)} == {7}, zone
        assert len(mondays) >= 261, zone


def test_every_zone_has_one_sunday_night_a_week_through_its_gaps_and_folds() -> None:
    for zone in ZONES:
        nights = weeks_of(zone, 6, time(2, 30))
        assert {(b.date() - a.date()).days for a, b in pairwise(nights)} == {7}, zone
        for at in nights:
            if (at.hour, at.minute) != (2, 30):
                just_before = (at.astimezone(UTC) - timedelta(seconds=1)).astimezone(at.tzinfo)
                assert just_before.time() < time(2, 30) < at.time(), f"{zone}: {at} is not the end of a gap"


def test_the_next_time_is_after_now_and_never_now() -> None:
    nine = utc("2026-07-06T07:00")  # a Monday, 09:00 in Warsaw
    assert next_weekly(nine - timedelta(microseconds=1), 0, time(9), "Europe/Warsaw") == nine
    assert next_weekly(nine, 0, time(9), "Europe/Warsaw") == nine + timedelta(weeks=1)


def test_a_friday_that_was_skipped_still_has_its_turn() -> None:
    thursday = utc("2011-12-29T20:00")
    friday = next_weekly(thursday, 4, time(9), "Pacific/Apia")
    assert friday == utc("2011-12-30T10:00")
    assert next_weekly(friday, 4, time(9), "Pacific/Apia") == utc("2012-01-05T19:00")


def test_the_same_time_some_days_later_keeps_the_clock_across_summer_time() -> None:
    saturday = utc("2026-10-24T07:00")  # 09:00 in Warsaw, summer time
    assert same_time(saturday, 2, "Europe/Warsaw") == utc("2026-10-26T08:00")
    assert same_time(utc("2026-10-26T08:00"), -2, "Europe/Warsaw") == saturday
