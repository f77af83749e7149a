"""How often a function is told its part of the digest: as often as it asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from flows.digests.records import Told
from flows.digests.rhythm import is_time, next_between
from flows.projects.records import Cadence, Milestone
from tests.flows.line3 import line3

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
"""09:00 in the project's zone: the hour of the digest."""
TOLD = Told(MONDAY, {})


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("daily", 1),
        ("weekly", 7),
        ("biweekly", 14),
        ("monthly", 28),
        ("quarterly", 91),
        ("", 1),
        ("a word of its own", 1),
    ],
)
def test_h2_the_next_part_comes_as_often_as_was_asked_and_no_sooner(cadence: str, days: int) -> None:
    assert is_time(cadence, None, line3(), MONDAY)
    assert is_time(cadence, TOLD, line3(), MONDAY + timedelta(days=days))
    assert not is_time(cadence, TOLD, line3(), MONDAY + timedelta(days=days, hours=-10))


def test_h2_a_part_that_came_late_in_its_week_moves_no_later_one() -> None:
    late = Told(MONDAY + timedelta(days=3), {})
    assert is_time("weekly", late, line3(), MONDAY + timedelta(days=7))
    assert is_time("biweekly", late, line3(), MONDAY + timedelta(days=14))
    assert not is_time("biweekly", late, line3(), MONDAY + timedelta(days=7))


def test_h2_at_milestones_means_the_weeks_around_each_once_a_week() -> None:
    project = line3(milestones=(Milestone("cutover", "Cut-over", date(2026, 12, 9)),))
    asked = [is_time("milestones", None, project, MONDAY + timedelta(days=7 * n)) for n in range(4)]
    assert asked == [False, True, True, False]
    assert not is_time("milestones", Told(MONDAY + timedelta(days=7), {}), project, MONDAY + timedelta(days=8))


@pytest.mark.parametrize(
    ("cadences", "digest", "days"),
    [
        (("daily",), Cadence.WEEKLY, 1),
        (("weekly", "daily"), Cadence.BIWEEKLY, 1),
        (("weekly", "monthly"), Cadence.BIWEEKLY, 7),
        (("milestones",), Cadence.BIWEEKLY, 7),
        (("weekly", "monthly", "quarterly", ""), Cadence.WEEKLY, None),
        (("daily",), Cadence.DAILY, None),
        ((), Cadence.BIWEEKLY, None),
    ],
)
def test_h2_what_comes_more_often_than_the_digest_is_due_in_between(
    cadences: tuple[str, ...], digest: Cadence, days: int | None
) -> None:
    expected = None if days is None else MONDAY + timedelta(days=days)
    assert next_between(cadences, line3(digest=digest), MONDAY) == expected


def test_h2_every_day_leaves_out_the_weekend() -> None:
    friday = MONDAY + timedelta(days=4)
    assert next_between(("daily",), line3(), friday) == MONDAY + timedelta(days=7)
