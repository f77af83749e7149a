"""The ladder of nudges, snoozes, the response window, and the chase that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.calendar import is_working, local_day
from flows.errors import Invalid, WrongState
from flows.nudges import (
    CHASE_AFTER,
    FOLLOWS,
    LADDERS,
    ChaseStep,
    Snooze,
    earliest_close,
    next_nudge,
    snooze_until,
    straggler_step,
)
from flows.people import Absence, Hours, Person
from flows.projects.records import NudgeProfile
from flows.rounds.records import Chase, View, ViewState
from flows.rounds.schedule import followed_up

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADAM = Person("adam", "Adam Wolski", zone="Europe/Warsaw", hours=Hours(time(8), time(16)))
BEN = Person("ben", "Ben Ohara", zone="America/Chicago")
LIGHT, STANDARD, ACTIVE = NudgeProfile.LIGHT, NudgeProfile.STANDARD, NudgeProfile.ACTIVE


def at(text: str) -> datetime:
    """A wall-clock time in Warsaw in July 2026, written "16 14:00"; the 1st is a Wednesday."""
    return datetime.fromisoformat(f"2026-07-{text}").replace(tzinfo=UTC) - 2 * HOUR


ASKED, DUE = at("09 10:00"), at("16 14:00")  # Thursday to Thursday


def lived(
    profile: NudgeProfile, asked: datetime, due: datetime, person: Person, looks: timedelta = HOUR / 4
) -> list[datetime]:
    """All nudges a silent person gets when the clock is looked at so often."""
    now, sent = asked, list[datetime]()
    while now < due + 30 * DAY:
        last = sent[-1] if sent else None
        found = next_nudge(profile, asked, due, len(sent), person=person, now=now, nudged_at=last)
        if found is None:
            break
        if found <= now:
            sent.append(now)
        now += looks
    return sent


@pytest.mark.parametrize(
    ("profile", "moments"),
    [
        (LIGHT, ["15 14:00", "17 14:00"]),
        (STANDARD, ["13 14:00", "15 14:00", "16 10:00", "17 14:00"]),
        # −5 d is a Saturday and moves to Monday 08:00; −3 d, six hours later, then keeps its distance.
        (ACTIVE, ["13 08:00", "14 08:00", "15 14:00", "16 10:00", "16 13:00", "17 14:00"]),
    ],
)
def test_the_ladder_of_each_profile(profile: NudgeProfile, moments: list[str]) -> None:
    assert lived(profile, ASKED, DUE, ADAM) == [at(moment) for moment in moments]


def test_the_time_of_day_stays_when_the_clocks_change() -> None:
    due = datetime(2026, 10, 26, 13, tzinfo=UTC)  # Monday 14:00 in Warsaw, the day after
    early = replace(ADAM, days=tuple(range(7)))
    first = next_nudge(STANDARD, due - 10 * DAY, due, 0, person=early, now=due - 10 * DAY)
    assert first == datetime(2026, 10, 23, 12, tzinfo=UTC)  # Friday 14:00 in summer time


def test_who_is_asked_late_is_spared_the_steps_before() -> None:
    assert lived(STANDARD, at("15 15:00"), DUE, ADAM) == [at("16 10:00"), at("17 14:00")]
    assert lived(STANDARD, at("16 13:00"), DUE, ADAM) == [at("17 14:00")]


def test_a_warning_that_would_come_too_late_comes_before_the_weekend() -> None:
    monday = at("13 08:00")  # as the work of the week begins
    assert lived(LIGHT, at("06 10:00"), monday, ADAM) == [at("10 15:00"), at("14 08:00")]


def test_nobody_is_nudged_while_away() -> None:
    away = replace(ADAM, away=(Absence(date(2026, 7, 13), date(2026, 7, 20)),))
    assert lived(LIGHT, ASKED, DUE, away) == [at("10 15:00"), at("21 08:00")]
    gone = replace(ADAM, away=(Absence(date(2026, 7, 1), date.max),))
    assert next_nudge(STANDARD, ASKED, DUE, 0, person=gone, now=ASKED) is None


def test_after_three_days_down_one_nudge_makes_up_for_all() -> None:
    back = at("16 09:00")  # −3 d and −1 d were missed
    assert next_nudge(STANDARD, ASKED, DUE, 0, person=ADAM, now=back) == back
    following = next_nudge(STANDARD, ASKED, DUE, 1, person=ADAM, now=back, nudged_at=back)
    assert following == at("16 13:00")  # −4 h, moved so that four hours have passed


def test_back_at_night_the_missed_nudge_waits_for_the_morning() -> None:
    assert next_nudge(STANDARD, ASKED, DUE, 0, person=ADAM, now=at("14 23:00")) == at("15 08:00")


def test_a_warning_missed_until_after_the_deadline_is_dropped() -> None:
    assert next_nudge(STANDARD, ASKED, DUE, 0, person=ADAM, now=at("16 14:30")) == at("17 14:00")


def test_the_ladder_ends() -> None:
    last = at("17 14:00")
    assert next_nudge(STANDARD, ASKED, DUE, 4, person=ADAM, now=last, nudged_at=last) is None
    assert next_nudge(STANDARD, ASKED, DUE, 1, person=ADAM, now=last, nudged_at=last) is None


def test_a_count_without_its_moment_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nudged_at"):
        next_nudge(STANDARD, ASKED, DUE, 1, person=ADAM, now=ASKED)


def test_a_snooze_replaces_what_the_ladder_had_until_then() -> None:
    snoozed, until = at("13 14:05"), at("15 15:00")
    nudge = next_nudge(STANDARD, ASKED, DUE, 1, person=ADAM, now=snoozed, nudged_at=at("13 14:00"), snoozed_until=until)
    assert nudge == until
    following = next_nudge(STANDARD, ASKED, DUE, 2, person=ADAM, now=until, nudged_at=until, snoozed_until=until)
    assert following == at("16 10:00")


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        (Snooze.ONE_HOUR, "13 10:10", "13 11:10"),
        (Snooze.ONE_HOUR, "13 15:30", "14 08:00"),
        (Snooze.TOMORROW, "13 10:10", "14 08:00"),
        (Snooze.TOMORROW, "10 10:10", "13 08:00"),
        (Snooze.NEXT_WORKING_DAY, "10 10:10", "13 08:00"),
        (Snooze.NEXT_WORKING_DAY, "11 10:10", "13 08:00"),
    ],
)
def test_a_snooze_ends_in_working_time(choice: Snooze, now: str, until: str) -> None:
    assert snooze_until(choice, ADAM, at(now), DUE) == at(until)


def test_tomorrow_for_a_night_shift_is_the_next_evening() -> None:
    night = replace(ADAM, hours=Hours(time(22), time(6)))
    assert snooze_until(Snooze.NEXT_WORKING_DAY, night, at("14 02:00"), DUE) == at("14 22:00")
    assert snooze_until(Snooze.TOMORROW, night, at("14 02:00"), DUE) == at("15 22:00")


@pytest.mark.parametrize(
    ("person", "now", "words"),
    [
        (ADAM, "16 13:30", "choose a shorter time"),
        (ADAM, "16 13:00", "choose a shorter time"),
        (ADAM, "16 14:00", "The deadline was"),
        (replace(ADAM, away=(Absence(date(2026, 7, 1), date.max),)), "14 10:00", "no working time before"),
    ],
)
def test_a_snooze_past_the_deadline_is_refused(person: Person, now: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        snooze_until(Snooze.ONE_HOUR, person, at(now), DUE)


def test_nothing_closes_before_each_person_had_a_working_day() -> None:
    assert earliest_close(DUE, [(ADAM, ASKED), (BEN, ASKED)]) == DUE
    asked = at("16 08:00")
    # Chicago is seven hours behind Warsaw: Ben's day is from 16:00 to 24:00 there.
    assert earliest_close(DUE, [(ADAM, asked), (BEN, asked)]) == at("17 00:00")
    assert earliest_close(DUE, []) == DUE


def test_one_absent_person_does_not_keep_a_round_open_for_ever() -> None:
    away = replace(ADAM, away=(Absence(date(2026, 7, 1), date(2026, 12, 31)),))
    assert earliest_close(DUE, [(away, ASKED), (BEN, ASKED)]) == DUE + 7 * DAY


def step(
    stage: Chase, since: datetime, now: datetime, owner: Person | None = BEN, straggler: Person = ADAM
) -> ChaseStep | None:
    return straggler_step(stage, since, straggler=straggler, owner=owner, sponsor=ADAM, now=now)


def test_the_owner_is_told_then_the_sponsor_is_asked() -> None:
    last = at("17 14:00")  # Friday; four working hours of Adam's end on Monday at 10:00, Ben's day begins at 16:00
    assert step(Chase.NUDGING, last, last) == ChaseStep(Chase.OWNER_TOLD, at("20 16:00"))
    told = at("20 16:00")
    assert step(Chase.OWNER_TOLD, told, told) == ChaseStep(Chase.SPONSOR_ASKED, at("21 08:00"))
    assert step(Chase.SPONSOR_ASKED, told, told) is None
    assert step(Chase.SETTLED, told, told) is None


def test_without_a_deputy_the_sponsor_comes_next() -> None:
    last = at("17 10:00")
    sponsor_asked = ChaseStep(Chase.SPONSOR_ASKED, at("17 14:00"))
    assert step(Chase.NUDGING, last, last, owner=None) == sponsor_asked
    away = replace(BEN, away=(Absence(date(2026, 7, 13), date(2026, 7, 31)),))
    assert step(Chase.NUDGING, last, last, owner=away) == sponsor_asked


def test_who_is_away_is_not_waited_for() -> None:
    away = replace(ADAM, away=(Absence(date(2026, 7, 13), date(2026, 7, 31)),))
    last = at("17 17:00")
    assert step(Chase.NUDGING, last, last, straggler=away) == ChaseStep(Chase.OWNER_TOLD, last)


def test_a_chase_after_downtime_goes_one_step_and_then_waits_again() -> None:
    back = at("28 17:00")
    first = step(Chase.NUDGING, at("17 14:00"), back)
    assert first == ChaseStep(Chase.OWNER_TOLD, back)
    second = step(Chase.OWNER_TOLD, back, back)
    # Ben has had his eight hours on the 29th at 17:00 in Warsaw, when Adam has left.
    assert second == ChaseStep(Chase.SPONSOR_ASKED, at("30 08:00"))


def test_every_stage_of_a_chase_says_where_it_may_go() -> None:
    assert set(FOLLOWS) == set(Chase)
    assert set(CHASE_AFTER) == {Chase.NUDGING, Chase.OWNER_TOLD}
    assert all(Chase.SETTLED in FOLLOWS[stage] for stage in Chase if stage is not Chase.SETTLED)
    assert set(LADDERS) == set(NudgeProfile)


def test_what_is_settled_is_not_followed_up_again() -> None:
    asked = View("line3/1/it", "line3", "line3/1", "it", "tomasz", ViewState.ASKED, ASKED)
    view = followed_up(asked, Chase.SETTLED)
    for stage in set(Chase) - {Chase.SETTLED}:
        with pytest.raises(WrongState):
            followed_up(view, stage)
    assert followed_up(view, Chase.SETTLED) == view


@given(
    profile=st.sampled_from(NudgeProfile),
    zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/Santiago", "Africa/Casablanca"]),
    days=st.sets(st.integers(0, 6), min_size=1),
    start=st.integers(0, 23),
    quarters=st.integers(1, 1200),
    looks=st.sampled_from([HOUR / 4, 7 * HOUR, 3 * DAY]),
)
@settings(max_examples=40, deadline=None)
def test_nobody_is_nudged_too_often_or_out_of_hours(
    profile: NudgeProfile, zone: str, days: set[int], start: int, quarters: int, looks: timedelta
) -> None:
    hours = Hours(time(start), time((start + 8) % 24))
    person = Person("p", "P", zone=zone, days=tuple(days), hours=hours)
    ladder, due = LADDERS[profile], ASKED + quarters * HOUR / 4
    sent = lived(profile, ASKED, due, person, looks)
    assert len(sent) <= len(ladder.steps)
    assert all(is_working(person, moment) for moment in sent)
    assert all(later - sooner >= ladder.near for sooner, later in pairwise([ASKED, *sent]))
    after = [moment for moment in sent if moment >= due]
    assert len(after) <= 1, [local_day(moment, zone) for moment in after]
