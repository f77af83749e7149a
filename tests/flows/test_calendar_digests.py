"""When the digest is due: cadences, downtime, a project that moves to another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from flows.calendar import next_digest
from flows.projects.records import Cadence, DigestRule

WEEKLY = DigestRule()  # Monday 09:00
BIWEEKLY = DigestRule(every=Cadence.BIWEEKLY)
DAILY = DigestRule(every=Cadence.DAILY)
WARSAW = "Europe/Warsaw"
KICKOFF = date(2026, 7, 1)  # a Wednesday; its ISO week begins on 29 June


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_of(rule: DigestRule, start: datetime, count: int, anchor: date = KICKOFF) -> list[date]:
    found: list[date] = []
    for _ in range(count):
        start = next_digest(start, rule, WARSAW, anchor)
        found.append(start.date())
    return found


def test_weekly_is_every_monday() -> None:
    assert next_digest(utc("2026-07-01T12:00"), WEEKLY, WARSAW, KICKOFF) == utc("2026-07-06T07:00")
    assert days_of(WEEKLY, utc("2026-07-06T07:00"), 2) == [date(2026, 7, 13), date(2026, 7, 20)]


def test_daily_leaves_out_the_weekend() -> None:
    assert days_of(DAILY, utc("2026-07-02T12:00"), 3) == [
        date(2026, 7, 3),
        date(2026, 7, 6),
        date(2026, 7, 7),
    ]


def test_every_second_week_counts_from_the_week_of_the_anchor() -> None:
    assert days_of(BIWEEKLY, utc("2026-07-01T12:00"), 2) == [date(2026, 7, 13), date(2026, 7, 27)]


@pytest.mark.parametrize("anchor", [date(2026, 6, 29), date(2026, 7, 5), date(2030, 7, 1)])
def test_every_second_week_does_not_depend_on_when_it_is_asked(anchor: date) -> None:
    """Always a multiple of 14 days from the anchor's week, through 53-week years and skipped weeks."""
    start = utc("2026-12-01T00:00")
    for day in days_of(BIWEEKLY, start, 60, anchor) + days_of(BIWEEKLY, start + timedelta(days=500), 9, anchor):
        assert (day - anchor + timedelta(days=anchor.weekday())).days % 14 == 0


def test_after_downtime_only_the_latest_digest_is_made_up_for() -> None:
    posted, now = date(2026, 7, 6), utc("2026-07-29T12:00")
    missed = next_digest(now, WEEKLY, WARSAW, KICKOFF, posted=posted)
    assert missed == utc("2026-07-27T07:00")
    assert next_digest(now, WEEKLY, WARSAW, KICKOFF, posted=missed.date()) == utc("2026-08-03T07:00")


def test_a_move_to_the_east_loses_no_digest() -> None:
    """The Monday of Honolulu was still to come when Auckland's had passed already."""
    now = utc("2026-07-12T21:30")  # Sunday 11:30 in Honolulu, Monday 09:30 in Auckland
    due = next_digest(now, WEEKLY, "Pacific/Auckland", KICKOFF, posted=date(2026, 7, 6))
    assert due == utc("2026-07-12T21:00")


def test_a_move_to_the_west_gives_no_second_digest_that_week() -> None:
    now = utc("2026-07-12T21:30")  # Auckland's Monday digest is out; in Honolulu it is Sunday
    due = next_digest(now, WEEKLY, "Pacific/Honolulu", KICKOFF, posted=date(2026, 7, 13))
    assert due == utc("2026-07-20T19:00")


def test_a_later_weekday_chosen_after_the_digest_starts_next_week() -> None:
    friday = DigestRule(weekday=4)
    due = next_digest(utc("2026-07-07T12:00"), friday, WARSAW, KICKOFF, posted=date(2026, 7, 6))
    assert due == utc("2026-07-17T07:00")
