"""A person's working time: night shifts, holidays, absences, summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.amounts import Span, SpanUnit
from flows.calendar import (
    add_working,
    add_working_days,
    after,
    away_until,
    describe_hours,
    is_away,
    is_holiday,
    is_working,
    next_working,
)
from flows.errors import Invalid
from flows.people import Absence, Hours, Person

HOUR = timedelta(hours=1)
MARIA = Person("maria", "Maria Nowak", zone="Europe/Warsaw", hours=Hours(time(8), time(16)), holidays="PL")
NIGHT = Person("olek", "Olek Zima", zone="Europe/Warsaw", days=(1, 2, 3), hours=Hours(time(22), time(6)))
ALWAYS = Person("ida", "Ida Lis", days=tuple(range(7)), hours=Hours(time(0), time(0)))
FOR_EVER = Absence(date(2026, 1, 1), date.max)


def at(text: str, hours_from_utc: int = 2) -> datetime:
    """A wall-clock time, in Warsaw in summer unless said otherwise."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - hours_from_utc * HOUR


@pytest.mark.parametrize(
    ("person", "moment", "working"),
    [
        (MARIA, "2026-07-06 08:00", True),
        (MARIA, "2026-07-06 15:59:59", True),
        (MARIA, "2026-07-06 16:00", False),
        (MARIA, "2026-07-06 07:59:59", False),
        (MARIA, "2026-07-05 12:00", False),  # a Sunday
        (MARIA, "2026-06-04 12:00", False),  # Corpus Christi
        (NIGHT, "2026-07-07 22:00", True),  # Tuesday evening
        (NIGHT, "2026-07-07 05:00", False),  # Monday night is not theirs
        (NIGHT, "2026-07-10 05:59", True),  # Thursday's shift, on Friday morning
        (NIGHT, "2026-07-10 22:30", False),
        (ALWAYS, "2026-07-05 03:00", True),
    ],
)
def test_working_time(person: Person, moment: str, working: bool) -> None:
    assert is_working(person, at(moment)) is working


def test_the_next_working_moment_is_now_or_the_start_of_the_next_slot() -> None:
    assert next_working(MARIA, at("2026-07-06 12:00")) == at("2026-07-06 12:00")
    assert next_working(MARIA, at("2026-07-06 16:00")) == at("2026-07-07 08:00")
    assert next_working(MARIA, at("2026-06-03 18:00")) == at("2026-06-05 08:00")  # over Corpus Christi
    assert next_working(NIGHT, at("2026-07-10 06:00")) == at("2026-07-14 22:00")


def test_an_absence_is_skipped_whole_with_the_one_that_joins_it() -> None:
    away = replace(
        MARIA,
        away=(
            Absence(date(2026, 7, 20), date(2026, 7, 24)),
            Absence(date(2026, 7, 7), date(2026, 7, 19)),
        ),
    )
    assert next_working(away, at("2026-07-06 16:00")) == at("2026-07-27 08:00")
    assert is_away(away, date(2026, 7, 7))
    assert not is_away(away, date(2026, 7, 6))
    assert away_until(away, at("2026-07-07 00:00")) == date(2026, 7, 24)
    assert away_until(away, at("2026-07-06 23:59")) is None


def test_a_night_shift_begun_before_an_absence_is_still_worked() -> None:
    leaving = replace(NIGHT, away=(Absence(date(2026, 7, 8), date(2026, 7, 8)),))
    assert is_working(leaving, at("2026-07-08 03:00"))
    assert not is_working(leaving, at("2026-07-09 03:00"))


@pytest.mark.parametrize("person", [replace(MARIA, days=()), replace(MARIA, away=(FOR_EVER,))])
def test_who_never_works_has_no_next_moment_but_their_clocks_still_run(person: Person) -> None:
    start = at("2026-07-06 12:00")
    assert next_working(person, start) is None
    assert not is_working(person, start)
    assert add_working(person, start, 8 * HOUR) == start + 8 * HOUR
    assert add_working_days(person, start, 2) == at("2026-07-08 12:00")


def test_a_year_of_leave_ends() -> None:
    parent = replace(MARIA, away=(Absence(date(2026, 7, 1), date(2029, 6, 30)),))
    assert next_working(parent, at("2026-07-06 12:00")) == at("2029-07-02 08:00")
    assert away_until(replace(MARIA, away=(FOR_EVER,)), at("2026-07-06 12:00")) == date.max


def test_working_hours_add_up_over_nights_weekends_and_holidays() -> None:
    friday = at("2026-07-03 14:00")
    assert add_working(MARIA, friday, 2 * HOUR) == at("2026-07-03 16:00")
    assert add_working(MARIA, friday, 3 * HOUR) == at("2026-07-06 09:00")
    assert add_working(MARIA, at("2026-07-04 10:00"), 8 * HOUR) == at("2026-07-06 16:00")
    assert add_working(MARIA, at("2026-06-03 15:00"), 2 * HOUR) == at("2026-06-05 09:00")
    assert add_working(MARIA, friday, timedelta(0)) == friday


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    """Saturday 24 October 2026, 22:00 to 06:00 in Warsaw: nine hours pass."""
    saturday = replace(NIGHT, days=(5,))
    assert add_working(saturday, at("2026-10-24 22:00"), 9 * HOUR) == at("2026-10-25 06:00", 1)
    spring = at("2026-03-28 22:00", 1)
    assert add_working(saturday, spring, 7 * HOUR) == at("2026-03-29 06:00")


def test_working_days_keep_the_time_of_day() -> None:
    assert add_working_days(MARIA, at("2026-07-02 11:30"), 2) == at("2026-07-06 11:30")
    assert add_working_days(MARIA, at("2026-10-23 11:30"), 1) == at("2026-10-26 11:30", 1)
    assert add_working_days(MARIA, at("2026-07-04 12:00"), 1) == at("2026-07-07 08:00")  # from a Saturday
    assert add_working_days(MARIA, at("2026-07-02 11:30"), 0) == at("2026-07-02 11:30")
    assert add_working_days(NIGHT, at("2026-07-08 03:00"), 1) == at("2026-07-09 03:00")


def test_a_skipped_time_of_day_stays_within_the_slot() -> None:
    early = replace(MARIA, days=tuple(range(7)), hours=Hours(time(2), time(10)))
    assert add_working_days(early, at("2026-03-28 02:30", 1), 1) == at("2026-03-29 03:00")


def test_a_day_that_the_zone_skips_is_no_working_day() -> None:
    sina = Person("sina", "Sina Tua", zone="Pacific/Apia", hours=Hours(time(9), time(17)))
    thursday_evening = at("2011-12-29 20:00", -10)
    assert next_working(sina, thursday_evening) == at("2012-01-02 09:00", 14)


@pytest.mark.parametrize(
    ("span", "end"),
    [
        (Span(90, SpanUnit.MINUTES), at("2026-10-23 13:00")),
        (Span(4, SpanUnit.HOURS), at("2026-10-23 15:30")),
        (Span(2, SpanUnit.WORKING_DAYS), at("2026-10-27 11:30", 1)),
        (Span(3, SpanUnit.DAYS), at("2026-10-26 11:30", 1)),  # the same time of day in winter time
        (Span(1, SpanUnit.WEEKS), at("2026-10-30 11:30", 1)),
        (Span(0, SpanUnit.DAYS), at("2026-10-23 11:30")),
    ],
)
def test_time_limits(span: Span, end: datetime) -> None:
    assert after(span, at("2026-10-23 11:30"), MARIA) == end


@pytest.mark.parametrize("unit", list(SpanUnit))
def test_an_absurd_time_limit_is_refused(unit: SpanUnit) -> None:
    for number in (10**12, -1):
        with pytest.raises(Invalid, match="at most ten years"):
            after(Span(number, unit), at("2026-10-23 11:30"), MARIA)


def test_holidays_of_a_country_and_of_a_part_of_one() -> None:
    epiphany = date(2027, 1, 6)
    assert is_holiday("PL", date(2026, 11, 11))
    assert is_holiday("DE-BY", epiphany)
    assert not is_holiday("DE", epiphany)
    assert not is_holiday("PL", date(9999, 12, 25))


@pytest.mark.parametrize("code", ["XX", "pl", "PL-XX", "Poland", "HolidayBase", "", "PL-", "DE-BY-X", "__doc__"])
def test_an_unknown_holiday_calendar_is_refused_in_a_sentence(code: str) -> None:
    for year in (2026, 9999):
        with pytest.raises(Invalid, match="is not a holiday calendar that Accord knows"):
            is_holiday(code, date(year, 1, 1))


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (MARIA, "Mon–Fri 08:00–16:00 Europe/Warsaw"),
        (NIGHT, "Tue–Thu 22:00–06:00 Europe/Warsaw"),
        (replace(MARIA, days=(6, 0, 1, 3)), "Thu, Sun–Tue 08:00–16:00 Europe/Warsaw"),
        (ALWAYS, "every day round the clock UTC"),
        (replace(MARIA, days=()), "no working days, Europe/Warsaw"),
    ],
)
def test_hours_in_words(person: Person, words: str) -> None:
    assert describe_hours(person) == words


ZONES = [
    "UTC",
    "Europe/Warsaw",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Gaza",
    "America/St_Johns",
    "Pacific/Apia",
    "Asia/Kathmandu",
]
QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
MOMENTS = st.integers(0, 25 * 366 * 1440).map(lambda minute: at("2006-01-01") + timedelta(minutes=minute))
PEOPLE = st.builds(
    Person,
    id=st.just("p"),
    name=st.just("P"),
    zone=st.sampled_from(ZONES),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    hours=st.builds(Hours, QUARTERS, QUARTERS),
    holidays=st.sampled_from([None, "PL", "DE-BY"]),
)


@given(PEOPLE, MOMENTS)
@settings(max_examples=100, deadline=None)
def test_the_next_working_moment_works_and_nothing_between_does(person: Person, now: datetime) -> None:
    found = next_working(person, now)
    assert found is not None
    assert is_working(person, found)
    if found != now:
        idle = (found - now) / 60
        assert not any(is_working(person, now + step * idle) for step in range(60))
        assert not is_working(person, found - timedelta(microseconds=1))


@given(PEOPLE, MOMENTS, st.integers(0, 3000), st.integers(0, 3000))
@settings(max_examples=100, deadline=None)
def test_working_time_adds_up(person: Person, start: datetime, first: int, second: int) -> None:
    one, two = timedelta(minutes=first), timedelta(minutes=second)
    assert add_working(person, add_working(person, start, one), two) == add_working(person, start, one + two)
