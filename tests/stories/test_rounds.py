"""A round as four people live it on the local workspace: asked, nudged, passed on, chased, closed, late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.stories.chat import WARSAW, Chat, Running

PROJECT = """\
accord: 1
project:
  id: line3
  name: Line 3 MES roll-out
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  channel: line3
people:
  - {id: adam, name: Adam Wolski, hours: "08:00-16:00"}
  - {id: ewa, name: Ewa Kot, hours: "08:00-16:00"}
  - {id: maria, name: Maria Nowak, hours: "08:00-16:00"}
  - {id: jan, name: Jan Lis, hours: "08:00-16:00"}
  - {id: piotr, name: Piotr Zima, hours: "08:00-16:00"}
  - {id: ben, name: Ben Okoye, hours: "08:00-16:00"}
roles: {sponsor: adam, facilitator: ewa}
functions:
  - {id: leadership, name: Leadership, representative: adam}
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: quality, name: Quality, representative: piotr}
  - {id: it, name: IT, representative: ben}
round: {due: 2026-11-27T15:00}
"""
RECORDED = """\
answers:
  leadership: {by: adam, outcome.statement: Start early}
  quality: {by: piotr, recorded_by: ewa, outcome.statement: Every batch has its record}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    return path


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW)


async def answers(bot: Chat, person: str, stance: str, statement: str = "It works on every shift") -> None:
    await bot.press(person, "Open as a form")
    done = await bot.fill(person, {"outcome.statement": statement, "risks.stances:production_stop": stance})
    assert not done.problems, done.problems


async def nudges(bot: Chat, person: str) -> int:
    return sum("/nudge/" in line.key for line in await bot.lines(person))


async def test_everybody_in_before_the_deadline_closes_the_round(
    database_url: str, file: Path, running: Running
) -> None:
    async with running(database_url) as bot:
        await bot.load(file)
        await answers(bot, "adam", "acceptable")
        await answers(bot, "maria", "not_acceptable")
        await answers(bot, "piotr", "no_view")
        assert "3 of 4 functions are in; waiting for IT (Ben Okoye)" in await bot.sees("adam", "line3")
        assert "Alignment of" not in await bot.sees("adam", "line3")
        await answers(bot, "ben", "no_view")
        seen = await bot.sees("adam", "line3")
        assert "All 4 functions are in. The round closed on" in seen
        assert "Alignment of Line 3 MES roll-out" in seen
        assert "1 hard" in seen
        assert "so the round is closed already" in await bot.sees("maria")
        assert "1 contradiction concerns it" in await bot.sees("maria")
        assert await nudges(bot, "ben") == 0


async def test_stragglers_are_nudged_then_the_sponsor_names_a_stand_in_and_a_late_answer_is_added(
    database_url: str, file: Path, running: Running
) -> None:
    async with running(database_url) as bot:
        await bot.load(file)
        await answers(bot, "adam", "acceptable")
        await answers(bot, "piotr", "no_view")
        await bot.press("ben", "Ask somebody else")
        await bot.fill("ben", {"to": "ewa", "reason": "You wrote the concept."})
        assert "You wrote the concept." in await bot.sees("ewa")
        await bot.press("ewa", "I take it over")
        await answers(bot, "ewa", "acceptable_if")
        await bot.until(at(30, 13))
        assert await nudges(bot, "maria") == 4
        assert await nudges(bot, "adam") == await nudges(bot, "ben") == 0
        assert "I will answer instead" in await bot.sees("jan")
        await bot.until(at(2, 9, month=12))
        assert "Please choose: wait, name a stand-in, or go on without Operations." in await bot.sees("adam")
        coming = await bot.say("ewa", "/align next line3")
        assert "the round goes on without what is missing" in coming
        await bot.press("adam", "Go on without")
        seen = await bot.sees("adam", "line3")
        assert "3 of 4 functions are in. The round closed on" in seen
        assert "without Operations" in seen
        await answers(bot, "maria", "not_acceptable")
        seen = await bot.sees("adam", "line3")
        assert "All 4 functions are in." in seen
        assert seen.count("Alignment of Line 3 MES roll-out") == 1
        thread = await bot.sees("adam", "line3", thread="round/line3/1/summary")
        assert "Operations (Maria Nowak) was added on" in thread


async def test_a_weekend_off_gives_one_nudge_and_it_says_that_it_is_late(
    tmp_path: Path, file: Path, running: Running
) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with running(database) as bot:
        await bot.load(file)
    async with running(database, at(27, 8, 30)) as bot:
        await bot.wait(minutes=5)
        assert await nudges(bot, "maria") == 1
        assert "This comes late: I was not running when it was due." in await bot.sees("maria")


async def test_recorded_answers_are_a_finished_round_once(database_url: str, tmp_path: Path, running: Running) -> None:
    file = tmp_path / "line3.yaml"
    file.write_text(PROJECT + RECORDED, encoding="utf-8")
    async with running(database_url) as bot:
        await bot.load(file, start=False, answers=True)
        seen = await bot.sees("adam", "line3")
        assert "2 of 4 functions are in. The round closed on" in seen
        await bot.load(file, start=False, answers=True)
        assert await bot.sees("adam", "line3") == seen
        assert "recorded 1 answer for you" in await bot.sees("piotr")
        await bot.press("piotr", "Yes, I said that")
        thread = await bot.sees("adam", "line3", thread="round/line3/1/summary")
        assert "Quality: recorded by Ewa Kot, confirmed on" in thread
