"""Nothing comes outside somebody's working hours, also when these change while a message waits."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.stories.chat import WARSAW, Chat
from tests.stories.plant import came, loaded

PROJECT = """\
accord: 1
project: {id: line3, name: Line 3 MES, kickoff: 2027-02-01, zone: Europe/Warsaw, channel: line3}
people:
  - {id: adam, name: Adam Wolski}
  - {id: ewa, name: Ewa Kot}
  - {id: maria, name: Maria Nowak}
  - {id: ben, name: Ben Okoye}
roles: {sponsor: adam, facilitator: ewa}
functions:
  - {id: operations, name: Operations, representative: maria}
  - {id: it, name: IT, representative: ben}
round: {due: 2026-12-04T15:00}
"""
KICKOFF = "what does Operations need?"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Warsaw; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)


async def asked_in_the_evening(bot: Chat, folder: Path) -> None:
    await bot.until(at(23, 20))
    path = folder / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    await bot.load(path)
    assert KICKOFF not in await bot.sees("maria")


async def test_what_waits_for_the_morning_waits_for_the_end_of_an_absence(bot: Chat, tmp_path: Path) -> None:
    await asked_in_the_evening(bot, tmp_path)
    await bot.say("maria", "/align away 2026-11-24 to 2026-11-25")
    await bot.until(at(26, 8, 59))
    assert KICKOFF not in await bot.sees("maria")
    assert "what does IT need?" in await bot.sees("ben")
    await bot.until(at(26, 9))
    assert (await bot.sees("maria")).count(KICKOFF) == 1


async def test_new_hours_count_for_what_waits_already_later_and_earlier(bot: Chat, tmp_path: Path) -> None:
    await asked_in_the_evening(bot, tmp_path)
    await bot.say("maria", "/align hours 11:00-18:00")
    await bot.until(at(24, 10))
    assert KICKOFF not in await bot.sees("maria")
    await bot.say("maria", "/align hours 10:30-18:00")
    await bot.until(at(24, 10, 30))
    assert (await bot.sees("maria")).count(KICKOFF) == 1


async def test_who_comes_back_early_gets_at_once_what_waits(bot: Chat, tmp_path: Path) -> None:
    await asked_in_the_evening(bot, tmp_path)
    await bot.say("maria", "/align away 2026-11-24 to 2026-11-27")
    await bot.until(at(25, 10))
    await bot.say("maria", "/align back")
    assert (await bot.sees("maria")).count(KICKOFF) == 1


async def test_what_is_on_screen_does_not_come_again_with_new_hours(bot: Chat, tmp_path: Path) -> None:
    await asked_in_the_evening(bot, tmp_path)
    await bot.until(at(24, 10))
    await bot.say("maria", "/align hours 12:00-18:00")
    await bot.until(at(24, 13))
    assert (await bot.sees("maria")).count(KICKOFF) == 1


async def test_what_waits_goes_by_the_hours_of_the_file_when_it_is_loaded_again(bot: Chat, tmp_path: Path) -> None:
    late = PROJECT.replace("{id: ben, name: Ben Okoye}", '{id: ben, name: Ben Okoye, hours: "14:00-18:00"}')
    early = late.replace("14:00-18:00", "11:00-18:00")
    await loaded(bot, tmp_path / "line3.yaml", late)
    await loaded(bot, tmp_path / "line3.yaml", early)
    await bot.wait(hours=8)
    assert await came(bot, "@ben", "kickoff") == ["Mon 23 11:00"]
