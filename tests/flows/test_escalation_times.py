"""The clocks of an escalation. Everybody works 09:00 to 17:00 in Warsaw (UTC+1); Monday is 2026-11-23."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.amounts import Span, SpanUnit
from flows.escalations import times
from flows.escalations.records import Urgency
from flows.people import Absence, Hours
from tests.flows.decision_plant import MONDAY, person
from tests.flows.reading import read

HOUR = timedelta(hours=1)
MARIA, JAN, ADAM = person("maria"), person("jan"), person("adam")
NIGHT = replace(MARIA, hours=Hours(time(22), time(6)))
NORMAL, SOON, URGENT = Urgency.NORMAL, Urgency.SOON, Urgency.URGENT


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall-clock time in Warsaw in November 2026."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("within", "urgency", "hours"),
    [
        (None, NORMAL, 8),
        (None, SOON, 4),
        (None, URGENT, 2),
        (Span(90, SpanUnit.MINUTES), NORMAL, 1.5),
        (Span(2, SpanUnit.WORKING_DAYS), NORMAL, 16),
        (Span(2, SpanUnit.DAYS), NORMAL, 16),
        (Span(1, SpanUnit.WEEKS), NORMAL, 40),
        (Span(2, SpanUnit.WORKING_DAYS), URGENT, 48),
        (Span(1, SpanUnit.WEEKS), URGENT, 168),
    ],
)
def test_a_step_has_the_agreed_time_on_the_clock_of_its_urgency(
    within: Span | None, urgency: Urgency, hours: float
) -> None:
    assert times.allowed(MARIA, within, urgency) == hours * HOUR


def test_a_night_shift_is_a_working_day_too() -> None:
    assert times.allowed(NIGHT, None, NORMAL) == 8 * HOUR


def test_nobody_is_asked_at_night_unless_it_is_urgent() -> None:
    assert times.seen(MARIA, at(23, 20), NORMAL) == at(24, 9)
    assert times.seen(MARIA, at(23, 20), URGENT) == at(23, 20)


def test_the_steps_keep_their_agreed_time_when_they_fit() -> None:
    rungs = [(MARIA, 8 * HOUR), (JAN, 8 * HOUR)]
    assert times.shared_out(rungs, at(23, 9), at(24, 17), NORMAL)[0] == (8 * HOUR, 8 * HOUR)
    assert times.walk(rungs, at(23, 9), NORMAL) == (at(23, 17), at(24, 17))


def test_the_steps_share_what_there_is_before_the_deadline() -> None:
    rungs = [(MARIA, 8 * HOUR), (JAN, 8 * HOUR), (ADAM, 8 * HOUR)]
    assert times.shared_out(rungs, at(23, 9), at(23, 15), NORMAL)[0] == (2 * HOUR,) * 3


def test_no_step_is_shorter_than_half_an_hour_even_past_the_deadline() -> None:
    rungs = [(MARIA, 8 * HOUR), (JAN, 8 * HOUR), (ADAM, timedelta(minutes=20))]
    half = timedelta(minutes=30)
    assert times.shared_out(rungs, at(23, 9), at(23, 10), NORMAL)[0] == (half, half, timedelta(minutes=20))


@given(
    hours=st.lists(st.integers(1, 30), min_size=1, max_size=3),
    start=st.integers(0, 24 * 7),
    room=st.integers(1, 24 * 10),
    urgency=st.sampled_from(Urgency),
)
def test_shared_out_ends_by_the_deadline_or_is_as_short_as_it_gets(
    hours: list[int], start: int, room: int, urgency: Urgency
) -> None:
    rungs = [(who, n * HOUR) for who, n in zip((MARIA, JAN, ADAM), hours, strict=False)]
    now = MONDAY + start * HOUR
    deadline = now + room * HOUR
    spans, told = times.shared_out(rungs, now, deadline, urgency)
    assert told == times.walk(list(zip((who for who, _ in rungs), spans, strict=True)), now, urgency)
    ends = times.walk([(who, span) for (who, _), span in zip(rungs, spans, strict=True)], now, urgency)
    shortest = times.SHORTEST[urgency]
    assert ends[-1] <= deadline or all(span <= shortest for span in spans)
    assert all(min(agreed, shortest) <= span <= agreed for (_, agreed), span in zip(rungs, spans, strict=True))


@given(start=st.integers(0, 24 * 14 * 60), minutes=st.integers(1, 40 * 60), urgency=st.sampled_from(Urgency))
def test_what_is_left_of_a_step_is_what_it_was_given(start: int, minutes: int, urgency: Urgency) -> None:
    now, span = MONDAY + timedelta(minutes=start), timedelta(minutes=minutes)
    assert times.left(MARIA, now, times.advance(MARIA, now, span, urgency), urgency) == span


def test_a_short_step_is_reminded_half_way() -> None:
    assert times.next_nudge(MARIA, at(23, 9), HOUR, NORMAL) == at(23, 9, 30)
    assert times.next_nudge(MARIA, at(23, 9), 16 * HOUR, NORMAL) == at(23, 13)


def test_away_over_the_deadline_is_missing_and_back_before_it_is_not() -> None:
    away = replace(MARIA, away=(Absence(date(2026, 11, 23), date(2026, 11, 25)),))
    why = times.missing(away, at(23, 9), at(26, 9, 15), NORMAL)
    assert why is not None
    assert read(why) == "is away through 2026-11-25"
    assert times.missing(away, at(23, 9), at(26, 10), NORMAL) is None


def test_urgent_asks_nobody_who_is_away_today() -> None:
    away = replace(MARIA, away=(Absence(date(2026, 11, 23), date(2026, 11, 23)),))
    assert times.missing(away, at(23, 9), at(26, 9), URGENT) is not None
    assert times.missing(away, at(24, 3), at(26, 9), URGENT) is None


def test_a_weekend_is_no_absence_but_leave_from_monday_on_is() -> None:
    saturday = at(28, 10)
    assert times.missing(MARIA, saturday, at(29, 10), NORMAL) is None
    leave = replace(MARIA, away=(Absence(date(2026, 11, 30), date(2026, 12, 4)),))
    assert times.missing(leave, saturday, datetime(2026, 12, 1, tzinfo=UTC), NORMAL) is not None


def test_a_closed_account_is_missing() -> None:
    why = times.missing(replace(MARIA, active=False), at(23, 9), at(26, 9), NORMAL)
    assert why is not None
    assert read(why) == "has no working account any more"


def test_shortened_steps_end_at_a_quarter_of_an_hour_and_never_later_than_the_deadline() -> None:
    rungs = [(person(name), 8 * HOUR) for name in ("maria", "jan", "adam")]
    start = at(23, 9) + timedelta(minutes=7, seconds=13)
    spans, ends = times.shared_out(rungs, start, at(23, 14) + timedelta(minutes=26), NORMAL)
    assert [(end.minute % 15, end.second) for end in ends] == [(0, 0)] * 3
    assert at(23, 14) - timedelta(minutes=15) <= ends[-1] <= at(23, 14) + timedelta(minutes=26)
    assert all(span >= timedelta(minutes=30) for span in spans)
    assert times.walk([(each, span) for (each, _), span in zip(rungs, spans, strict=True)], start, NORMAL) == ends
