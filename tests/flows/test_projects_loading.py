"""Project files come in whole or not at all, change nothing the second time, and come out again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.project_files import written
from flows.availability import ChangeHours, GoAway
from flows.people import Absence
from flows.projects.exporting import export
from flows.projects.loading import LoadProject
from flows.rounds.commands import StartRound
from storage.verifying import verify
from tests.flows.office import Office, opened
from tests.flows.project_text import RIGHT, changed, load

QUALITY = "  - {id: quality, name: Quality, representative: hanna}\n"
FEWER = RIGHT.replace(QUALITY, "").partition("  quality:\n")[0]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as there:
        yield there


async def entries(office: Office) -> int:
    """How many changes there were."""
    return (await verify(office.app.store)).entries


async def test_a_project_its_people_and_its_digest_are_there(office: Office) -> None:
    told = await office.order(LoadProject(load(RIGHT)))
    assert (
        told == "Line 3 is set up: 2 functions, 4 people and 1 decision right; answers are due Fri 15 Jan 2027, 16:00."
    )
    project = await office.look(lambda records: records.projects.get("line3"))
    assert [function.name for function in project.functions] == ["Operations", "Quality"]
    assert await office.look(lambda records: len(records.people.all())) == 4
    digest = await office.look(lambda records: records.digests.get("line3"))
    assert str(digest.due_at) == "2026-11-30 08:00:00+00:00"  # next Monday, 09:00 in Warsaw


async def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    before = await entries(office)
    assert await office.order(LoadProject(load(RIGHT))) == "Nothing has changed: Line 3 is set up as the file says."
    assert await entries(office) == before


async def test_what_people_changed_themselves_outlives_a_newer_file(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    await office.say("maria", ChangeHours("06:00-14:00"))
    await office.say("maria", GoAway("2027-01-04 to 2027-01-08"))
    told = await office.order(LoadProject(load(changed("name: Line 3", "name: Line 3 MES"))))
    assert told.startswith("Brought up to the file. Line 3 MES is set up")
    maria = await office.look(lambda records: records.people.get("maria"))
    assert f"{maria.hours.start:%H:%M}" == "06:00"
    newer = changed("name: Maria Nowak}", 'name: Maria Nowak, hours: "07:00-15:00"}')
    await office.order(LoadProject(load(newer)))
    maria = await office.look(lambda records: records.people.get("maria"))
    assert f"{maria.hours.start:%H:%M}" == "07:00"
    assert maria.away == (Absence(date(2027, 1, 4), date(2027, 1, 8)),)


async def test_only_the_operator_loads(office: Office) -> None:
    told = await office.say("adam", LoadProject(load(RIGHT)))
    assert told == "Only whoever runs Accord can load project files. To set a project up here, type /align new."
    assert await office.look(lambda records: records.projects.all()) == ()


async def test_started_once_and_not_again(office: Office) -> None:
    assert "Round 1 of Line 3 has started." in await office.order(LoadProject(load(RIGHT), start=True))
    before = await entries(office)
    told = await office.order(LoadProject(load(RIGHT), start=True))
    assert "Round 1 was started before; nobody is asked again." in told
    assert await entries(office) == before


async def test_answers_are_replayed_once(office: Office) -> None:
    told = await office.order(LoadProject(load(RIGHT), answers=True))
    assert "The answers of 2 of 2 functions are in." in told
    before = await entries(office)
    told = await office.order(LoadProject(load(RIGHT), answers=True))
    assert "The answers in the file were there already." in told
    assert await entries(office) == before


async def test_a_file_without_answers_says_so(office: Office) -> None:
    bare = RIGHT.partition("answers:\n")[0]
    assert "There are no answers in the file." in await office.order(LoadProject(load(bare), answers=True))


async def test_starting_and_replaying_at_once_is_asked_back(office: Office) -> None:
    told = await office.order(LoadProject(load(RIGHT), start=True, answers=True))
    assert told.startswith("Please choose one")
    assert await office.look(lambda records: records.projects.all()) == ()


async def test_the_file_comes_out_as_it_went_in(office: Office) -> None:
    file = load(RIGHT)
    await office.order(LoadProject(file, answers=True))
    exported = await office.look(lambda records: export(records, "line3"))
    assert exported == file
    assert load(written(exported)) == file


async def test_answers_of_a_running_round_stay_blind(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT), start=True))
    exported = await office.look(lambda records: export(records, "line3"))
    assert exported.answers == ()


async def test_a_function_that_is_being_asked_cannot_be_taken_out(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT), start=True))
    before = await entries(office)
    told = await office.order(LoadProject(load(FEWER)))
    assert told.startswith("Quality cannot be taken out of Line 3 while round 1 is running")
    assert await entries(office) == before


async def test_the_questions_of_a_running_round_cannot_change(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT), start=True))
    other = RIGHT.replace(QUALITY, QUALITY.replace("hanna}", "hanna, questions: industrial-quality}"))
    told = await office.order(LoadProject(load(other)))
    assert told.startswith("The questions for Quality cannot change while round 1 of Line 3 is running.")


async def test_what_a_running_round_does_not_take_up_is_told(office: Office) -> None:
    await office.order(LoadProject(load(FEWER), start=True))
    newer = RIGHT.replace("representative: maria", "representative: jan").replace("deputy: jan", "deputy: maria")
    told = await office.order(LoadProject(load(newer.replace("2027-01-15T16:00", "2027-01-20T16:00"))))
    assert "Maria Nowak still has the questions for Operations, and can pass them on." in told
    assert "Quality will be asked in the next round." in told
    assert "Round 1 keeps its deadline, Fri 15 Jan 2027, 16:00." in told
    project = await office.look(lambda records: records.projects.get("line3"))
    assert [function.representative for function in project.functions] == ["jan", "hanna"]


async def test_a_function_can_be_taken_out_when_the_round_is_closed(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT), answers=True))
    assert "1 function" in await office.order(LoadProject(load(FEWER)))


async def test_a_new_digest_rule_moves_the_next_digest(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    newer = changed("  zone: Europe/Warsaw\n", '  zone: Europe/Warsaw\n  digest: "Thu 08:30"\n')
    await office.order(LoadProject(load(newer)))
    digest = await office.look(lambda records: records.digests.get("line3"))
    assert str(digest.due_at) == "2026-11-26 07:30:00+00:00"


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("{id: jan, name: Jan Kowalski}", "The id jan is taken: it is that of Jan Lis <jan@example.com>"),
        (
            "{id: jan, name: Jan Lis, email: lis@example.com}",
            "The id jan is taken: it is that of Jan Lis <jan@example.com> in another project.",
        ),
        ("{id: jl, name: Jan Lis, email: JAN@example.com}", "JAN@example.com is the address of Jan Lis"),
    ],
)
async def test_nobody_becomes_somebody_else(office: Office, person: str, sentence: str) -> None:
    await office.order(LoadProject(load(changed("{id: jan, name: Jan Lis}", JAN))))
    project_id = person.removeprefix("{id: ").partition(",")[0]
    other = changed("{id: jan, name: Jan Lis}", person).replace("deputy: jan", f"deputy: {project_id}")
    before = await entries(office)
    assert sentence in await office.order(LoadProject(load(other.replace("id: line3", "id: paint"))))
    assert await entries(office) == before


JAN = "{id: jan, name: Jan Lis, email: jan@example.com}"


async def test_the_same_human_in_two_projects_is_one_person(office: Office) -> None:
    await office.order(LoadProject(load(changed("{id: jan, name: Jan Lis}", JAN))))
    await office.order(LoadProject(load(changed("{id: jan, name: Jan Lis}", JAN).replace("id: line3", "id: paint"))))
    assert await office.look(lambda records: len(records.people.all())) == 4
    assert await office.look(lambda records: len(records.projects.all())) == 2


async def test_only_who_runs_a_loaded_project_starts_it(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    told = await office.say("maria", StartRound("line3"))
    assert told.startswith("Only Hanna Mazur (facilitator) or Adam Wolski (sponsor) of Line 3 can do this.")
    assert "has started" in await office.say("hanna", StartRound("line3"))


@pytest.mark.parametrize("backup", ["jan", "{person: jan, accepted: 2026-11-23}"])
async def test_the_backup_of_the_sponsor_comes_out_as_it_went_in(office: Office, backup: str) -> None:
    file = load(RIGHT.replace("facilitator: hanna", f"facilitator: hanna, backup: {backup}"))
    await office.order(LoadProject(file, answers=True))
    exported = await office.look(lambda records: export(records, "line3"))
    assert exported == file
    assert load(written(exported)) == file
    before = await entries(office)
    await office.order(LoadProject(file))
    assert await entries(office) == before, "the same file again"
