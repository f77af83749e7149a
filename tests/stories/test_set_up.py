"""A project is set up in chat in under three minutes, survives a restart half-way, and the first questions go out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.project_files import load_file
from flows.projects.loading import LoadProject
from tests.stories.chat import Chat, Running

BASICS: dict[str, str | list[str]] = {
    "name": "Paint shop",
    "stage": "Orders without paper in booth 1",
    "channel": "paint",
    "kickoff": "2027-02-01",
    "due_day": "2026-12-11",
    "due_time": "16:00",
    "zone": "Europe/Warsaw",
}
FUNCTIONS: dict[str, str | list[str]] = {
    "functions": ["operations", "it"],
    "own": "Logistics",
    "newcomers": "Anna Nowak <anna@example.com>",
}
PEOPLE: dict[str, str | list[str]] = {
    "sponsor": "adam",
    "facilitator": "hanna",
    "operations.representative": "maria",
    "operations.deputy": "jan",
    "it.representative": "jan",
    "logistics.representative": "anna-nowak",
}
KNOWN = """\
accord: 1
project: {id: line3, name: Line 3, kickoff: 2027-03-01, zone: Europe/Warsaw, channel: line3}
people:
  - {id: adam, name: Adam Wolski}
  - {id: maria, name: Maria Nowak}
  - {id: jan, name: Jan Lis}
  - {id: hanna, name: Hanna Mazur}
roles: {sponsor: adam, facilitator: hanna}
functions:
  - {id: operations, name: Operations, representative: maria, deputy: jan}
"""


@pytest.fixture
def line3(tmp_path: Path) -> LoadProject:
    """A project that makes people known."""
    path = tmp_path / "line3.yaml"
    path.write_text(KNOWN, encoding="utf-8")
    return LoadProject(load_file(path))


async def filled(bot: Chat, person: str) -> None:
    """All three pages."""
    await bot.say(person, "/align new")
    for page in (BASICS, FUNCTIONS, PEOPLE):
        assert not (await bot.fill(person, page)).problems


async def test_hanna_sets_a_project_up_and_everybody_is_asked(bot: Chat, line3: LoadProject) -> None:
    await bot.order(line3)
    await filled(bot, "hanna")
    assert "Round 1 of Paint shop has started." in await bot.press("hanna", "Create and ask everyone")
    for person in ("maria", "jan", "anna-nowak"):
        assert "Paint shop starts on" in await bot.sees(person)
    assert "0 of 3 functions are in" in await bot.sees("hanna", "paint")


async def test_a_wrong_date_is_told_at_its_field_and_the_form_stays_open(bot: Chat, line3: LoadProject) -> None:
    await bot.order(line3)
    await bot.say("hanna", "/align new")
    refused = await bot.fill("hanna", {**BASICS, "kickoff": "2026-02-01"})
    assert list(refused.problems) == ["kickoff"]
    assert "Did you mean" in refused.problems["kickoff"]
    assert (await bot.fill("hanna", BASICS)).kind == "form"


async def test_a_draft_survives_a_restart(tmp_path: Path, line3: LoadProject, running: Running) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with running(database) as bot:
        await bot.order(line3)
        await bot.say("hanna", "/align new")
        await bot.fill("hanna", BASICS)
    async with running(database) as bot:
        assert "You have begun to set up Paint shop." in await bot.say("hanna", "/align new")
        await bot.press("hanna", "Continue")
        await bot.fill("hanna", FUNCTIONS)
        review = await bot.fill("hanna", PEOPLE)
        assert "Operations: Maria Nowak, deputy Jan Lis" in review.text


async def test_maria_sets_it_up_and_hanna_starts_it(bot: Chat, line3: LoadProject) -> None:
    await bot.order(line3)
    await filled(bot, "maria")
    assert "Hanna Mazur is told and can start asking." in await bot.press("maria", "Create")
    assert "Paint shop is set up: 3 functions" in await bot.sees("hanna")
    assert "Paint shop has not started." in await bot.press("hanna", "See what will be sent")
    assert "has started" in await bot.press("hanna", "Start asking")
    (card,) = [line for line in await bot.lines("hanna") if line.key == "project/paint-shop/ready"]
    assert "It was started on" in card.text
    assert not card.presses


async def test_the_operator_loads_a_project_and_the_facilitator_is_told(bot: Chat, line3: LoadProject) -> None:
    await bot.order(line3)
    await bot.order(line3)
    assert (await bot.sees("hanna")).count("Line 3 is set up: 1 function") == 1
    assert "Line 3 is set up" not in await bot.sees("adam")


async def test_help_and_home_and_hours_are_a_word_away(bot: Chat, line3: LoadProject) -> None:
    await bot.order(line3)
    assert "/align start" in await bot.say("hanna", "/align help")
    assert "Nothing waits for you" in await bot.say("maria", "/align")
    assert "You are away on Tue 24 Nov" in await bot.say("maria", "/align away tomorrow")
    assert "From now on I write to you Mon–Fri 06:00–14:00" in await bot.say("maria", "/align hours 6-14")


async def test_nobody_is_told_at_night(bot: Chat, line3: LoadProject) -> None:
    await bot.wait(hours=12)
    await bot.order(line3)
    assert "Line 3 is set up" not in await bot.sees("hanna")
    await bot.wait(hours=12)
    assert "Line 3 is set up" in await bot.sees("hanna")
