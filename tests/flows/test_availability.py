"""When people may be written to: what they type, what they are told, and what follows for reminders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.drawing import draw_text
from flows.absences import joined, without, without_days
from flows.availability import CancelAbsence, ChangeHours, ComeBack, GoAway, SaveSettings
from flows.calendar import is_away
from flows.commands import FormValues
from flows.errors import Invalid
from flows.people import Absence, Hours, Person
from flows.projects.loading import LoadProject
from flows.settings import OpenSettings, read_working_time
from flows.when import read_period
from tests.flows.office import Office, button, filled_in, opened, problems, text_of
from tests.flows.project_text import RIGHT, load

TODAY = date(2026, 11, 23)  # a Monday
ANNA = Person("anna", "Anna", zone="Europe/Warsaw")


def days(first: str, last: str = "") -> Absence:
    return Absence(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2027-02-10 to 2027-02-20", days("2027-02-10", "2027-02-20")),
        ("2027-02-10 - 2027-02-20", days("2027-02-10", "2027-02-20")),
        ("from 2027-02-10 until 2027-02-20", days("2027-02-10", "2027-02-20")),
        ("2027-02-10", days("2027-02-10")),
        ("today", days("2026-11-23")),
        ("Tomorrow", days("2026-11-24")),
        ("until Friday", days("2026-11-23", "2026-11-27")),
        ("until Monday", days("2026-11-23")),
        ("on thu", days("2026-11-26")),
        ("tomorrow to Friday", days("2026-11-24", "2026-11-27")),
        ("Thursday to Tuesday", days("2026-11-26", "2026-12-01")),
        ("10 Feb to 20 Feb", days("2027-02-10", "2027-02-20")),
        ("23 dec to 3 jan", days("2026-12-23", "2027-01-03")),
        ("February 10", days("2027-02-10")),
        ("1st December", days("2026-12-01")),
        ("29 feb", days("2028-02-29")),
        ("  2027-02-10   TO   tomorrow ", days("2027-02-10", "2027-02-11")),
    ],
)
def test_days_are_read_as_people_write_them(said: str, expected: Absence) -> None:
    assert read_period(said, TODAY) == expected


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("soon", "I cannot read “soon” as days. Please write it like this: 2027-02-10 to 2027-02-20, tomorrow,"),
        ("10/02/2027", "I cannot read “10/02/2027” as days."),
        ("10 feb to 20 feb to 30 feb", "I cannot read"),
        ("2027-02-20 to 2027-02-10", "I understood Sat 20 Feb 2027 to Wed 10 Feb 2027, which ends before it begins."),
        ("2026-01-01", "I understood Thu 1 Jan 2026 to Thu 1 Jan 2026, which is past."),
        ("2027-02-30", "There is no day 2027-02-30 in the calendar."),
        ("31 jun", "There is no day 31 jun in the calendar."),
        ("2027-01-01 to 2029-01-01", "more than a year"),
        ("9999-12-31", "which is years ahead"),
        ("ma", "I cannot read “ma” as days."),
        ("9" * 5000, "I cannot read “999"),
    ],
)
def test_what_cannot_be_read_is_told_with_an_example(said: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_period(said, TODAY)
    assert sentence in draw_text(refused.value.phrase)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("08:00-16:00", ((0, 1, 2, 3, 4), Hours(time(8), time(16)), "Europe/Warsaw")),
        ("8 – 16", ((0, 1, 2, 3, 4), Hours(time(8), time(16)), "Europe/Warsaw")),
        ("mon-thu 8:30-17", ((0, 1, 2, 3), Hours(time(8, 30), time(17)), "Europe/Warsaw")),
        ("Sun, Tue", ((1, 6), Hours(time(9), time(17)), "Europe/Warsaw")),
        ("America/New_York sat-mon 22:00-06:00", ((0, 5, 6), Hours(time(22), time(6)), "America/New_York")),
        ("UTC", ((0, 1, 2, 3, 4), Hours(time(9), time(17)), "UTC")),
    ],
)
def test_hours_days_and_zone_in_any_order(said: str, expected: tuple[object, ...]) -> None:
    changed = read_working_time(said, ANNA)
    assert (changed.days, changed.hours, changed.zone) == expected


@pytest.mark.parametrize("said", ["25:00-26:00", "mon-fry", "late", "8-", "Europe", "../etc/passwd", "\x00"])
def test_hours_that_cannot_be_read_are_told_with_an_example(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_working_time(f"mon {said}", ANNA)
    assert "For example: /align hours mon-fri 08:00-16:00 Europe/Warsaw." in draw_text(refused.value.phrase)


ABSENCES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 9)).map(
        lambda pair: Absence(TODAY + timedelta(days=pair[0]), TODAY + timedelta(days=pair[0] + pair[1]))
    ),
    max_size=6,
).map(tuple)


def away(absences: tuple[Absence, ...]) -> set[date]:
    person = Person("anna", "Anna", away=absences)
    return {day for n in range(-5, 80) if is_away(person, day := TODAY + timedelta(days=n))}


@given(ABSENCES)
def test_joining_absences_changes_no_day(absences: tuple[Absence, ...]) -> None:
    together = joined(absences)
    assert away(together) == away(absences)
    assert all(one.last < other.first - timedelta(days=1) for one, other in pairwise(together))


@given(ABSENCES, st.integers(0, 60), st.integers(0, 9))
def test_taking_days_back_takes_those_and_no_others(absences: tuple[Absence, ...], start: int, length: int) -> None:
    gone = Absence(TODAY + timedelta(days=start), TODAY + timedelta(days=start + length))
    assert away(without_days(absences, gone)) == away(absences) - away((gone,))


@given(ABSENCES, st.integers(0, 60))
def test_whoever_comes_back_is_here_from_that_day_on(absences: tuple[Absence, ...], n: int) -> None:
    today = TODAY + timedelta(days=n)
    left = tuple(rest for each in absences if (rest := without(each, today)) is not None)
    assert today not in away(left)
    assert away(left) <= away(absences)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Monday 23 November 2026, 09:00; Maria and Hanna have been asked."""
    async with opened(tmp_path) as there:
        await there.order(LoadProject(load(RIGHT), start=True))
        yield there


async def due(office: Office, person_id: str) -> str:
    """When the clock looks at their questions next, in UTC."""
    views = await office.look(lambda records: records.views.where(person_id=person_id))
    return f"{views[0].due_at:%m-%d %H:%M}"


async def test_hours_are_told_and_changed(office: Office) -> None:
    assert (await office.say("maria", ChangeHours())).startswith("I write to you Mon–Fri 09:00–17:00 Europe/Warsaw.")
    told = await office.say("maria", ChangeHours("tue-fri 10:00-18:00"))
    assert told.startswith("From now on I write to you Tue–Fri 10:00–18:00 Europe/Warsaw.")
    assert "I may write to you next on Tue 24 Nov 2026, 10:00." in told


async def test_the_next_reminder_goes_by_the_new_hours(office: Office) -> None:
    assert await due(office, "maria") == "01-12 15:00"  # three days before the deadline, 16:00 in Warsaw
    told = await office.say("maria", ChangeHours("06:00-12:00"))
    assert "your next reminder comes Wed 13 Jan" in told
    assert await due(office, "maria") == "01-13 05:00"


async def test_nobody_is_reminded_while_away(office: Office) -> None:
    told = await office.say("maria", GoAway("2027-01-11 to 2027-01-13"))
    assert told.startswith("You are away from Mon 11 Jan 2027 to Wed 13 Jan 2027. I do not write to you then.")
    assert await due(office, "maria") == "01-14 08:00"


async def test_back_ends_the_absence_of_today_and_keeps_the_others(office: Office) -> None:
    await office.say("maria", GoAway("until Friday"))
    await office.say("maria", GoAway("2027-02-10 to 2027-02-20"))
    told = await office.give("maria", ComeBack())
    assert text_of(told).startswith("Welcome back.")
    maria = await office.look(lambda records: records.people.get("maria"))
    assert maria.away == (days("2027-02-10", "2027-02-20"),)
    again = await office.give("maria", ComeBack())
    assert text_of(again).startswith("You are not away today. Your next absence is from Wed 10 Feb 2027")
    cancelled = await office.say("maria", button(again, "Cancel this absence"))
    assert cancelled.startswith("You are not away from Wed 10 Feb 2027 to Sat 20 Feb 2027 any more.")
    assert (await office.say("maria", ComeBack())).startswith("You are not away, so nothing changes.")


async def test_back_on_the_third_day_keeps_the_days_that_were(office: Office) -> None:
    await office.say("maria", GoAway("until Friday"))
    office.app.clock.set_forward(office.app.clock.now() + timedelta(days=2))
    await office.say("maria", ComeBack())
    maria = await office.look(lambda records: records.people.get("maria"))
    assert maria.away == (days("2026-11-23", "2026-11-24"),)


async def test_cancelling_twice_says_so(office: Office) -> None:
    told = await office.say("maria", CancelAbsence(date(2027, 2, 10), date(2027, 2, 10)))
    assert told.startswith("You are not away on Wed 10 Feb 2027.")


async def test_away_without_days_teaches_how(office: Office) -> None:
    assert "/align away 2027-02-10 to 2027-02-20" in await office.say("maria", GoAway())


async def test_settings_are_saved_as_shown_and_changed(office: Office) -> None:
    await office.say("maria", GoAway("2027-02-10 to 2027-02-20"))
    shown = filled_in(await office.give("maria", OpenSettings()))
    before = await office.look(lambda records: records.people.get("maria"))
    await office.give("maria", SaveSettings(values=shown))
    assert await office.look(lambda records: records.people.get("maria")) == before
    values = {
        **shown,
        "days": ("mon", "tue"),
        "start": "06:00",
        "holidays": "de-by",
        "language": "pl",
        "away": "tomorrow",
    }
    told = await office.say("maria", SaveSettings(values=values))
    assert told.startswith("Saved. I write to you Mon–Tue 06:00–17:00 Europe/Warsaw.")
    maria = await office.look(lambda records: records.people.get("maria"))
    assert (maria.days, maria.holidays, maria.language, maria.away) == ((0, 1), "DE-BY", "pl", (days("2026-11-24"),))


async def test_settings_say_at_each_field_what_is_wrong(office: Office) -> None:
    shown = filled_in(await office.give("maria", OpenSettings()))
    wrong: FormValues = {
        "days": (),
        "start": "25:00",
        "zone": "Mars",
        "holidays": "XX",
        "away": "soon",
        "language": "?",
    }
    refused = await office.give("maria", SaveSettings(values={**shown, **wrong}))
    assert set(problems(refused)) == set(wrong)


@pytest.mark.parametrize("command", [ChangeHours("8-16"), GoAway("tomorrow"), ComeBack(), OpenSettings()])
async def test_whom_nobody_knows_is_told_whom_to_ask(office: Office, command: ChangeHours) -> None:
    assert (await office.say("stranger", command)).startswith("I do not know you yet.")
