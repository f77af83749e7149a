"""What only whoever runs Accord can put right: its administrators are told once, and again when it is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.alarms import Alarm, Alarms
from flows.phrases import Phrase
from tests.storage.clerk import raw_sql
from tests.stories.chat import Chat
from tests.stories.test_undelivered import PROJECT

DISK = Alarm("disk", "The disk is full. Please make room.")


@pytest.fixture
async def plant(bot: Chat, tmp_path: Path) -> Chat:
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT.replace("name: Jan Lis", "name: Jan Lis, email: jan@example.com"), encoding="utf-8")
    await bot.load(path, start=False)
    await bot.settle()
    return bot


def alarms(bot: Chat, *administrators: str) -> Alarms:
    """As another process of the same organisation has them."""

    async def organisations() -> tuple[str, ...]:
        return ("local",)

    return Alarms(bot.app.engine, bot.app.clock.now, organisations, administrators=administrators)


async def heard(bot: Chat, person: str) -> list[str]:
    return [line.text for line in await bot.lines(person) if line.key.startswith("alarm/")]


async def test_f36_the_facilitator_is_told_once_however_often_it_is_seen(plant: Chat) -> None:
    for _ in range(3):
        await plant.app.alarms.tell("local", DISK)
        await alarms(plant).tell("local", DISK)
        await plant.wait(minutes=1)
    (told,) = await heard(plant, "ewa")
    assert "Accord needs you" in told
    assert "The disk is full. Please make room." in told
    assert "Since Mon 23 Nov, 09:00" in told
    assert await heard(plant, "adam") == await heard(plant, "maria") == []


async def test_f36_it_is_over_when_it_stays_away_and_then_the_same_line_says_so(plant: Chat) -> None:
    await plant.app.alarms.tell_all(DISK)
    await plant.wait(minutes=5)
    await plant.app.alarms.over_all("disk")
    await plant.wait(minutes=2)
    await plant.app.alarms.tell_all(DISK)
    await plant.wait(minutes=30)
    (told,) = await heard(plant, "ewa")
    assert "Accord needs you" in told
    await plant.app.alarms.over_all("disk")
    await plant.wait(minutes=11)
    (told,) = await heard(plant, "ewa")
    assert "This trouble is over" in told
    assert "It lasted from Mon 23 Nov, 09:00 to Mon 23 Nov, 09:37." in told
    await plant.app.alarms.tell_all(DISK)
    await plant.settle()
    assert len(await heard(plant, "ewa")) == 2


async def test_f36_the_administrators_that_are_set_are_told_by_id_or_by_mail_address(plant: Chat) -> None:
    named = alarms(plant, "ben", "JAN@example.com", "nobody")
    await named.tell("local", Alarm("late", Phrase("{what} is late.", what="The backup")))
    await plant.settle()
    assert len(await heard(plant, "ben")) == len(await heard(plant, "jan")) == 1
    assert await heard(plant, "ewa") == []


async def test_f36_who_cannot_be_found_leaves_it_to_those_who_run_the_project(plant: Chat) -> None:
    await alarms(plant, "nobody", "ops@example.com").tell("local", DISK)
    await plant.settle()
    assert len(await heard(plant, "ewa")) == 1


async def test_f36_what_is_said_is_kept_and_audited(plant: Chat, database_url: str) -> None:
    await plant.app.alarms.tell("local", DISK)
    await plant.app.alarms.over("local", "nothing")
    rows = raw_sql(database_url, "SELECT actor_id, command, record_id FROM audit WHERE kind = 'alarm'")
    assert rows == [("accord", "RaiseAlarm", "disk")]


@pytest.mark.web_only
async def test_f36_where_nobody_was_there_whoever_comes_first_is_told(bot: Chat, tmp_path: Path) -> None:
    await alarms(bot).tell("local", DISK)
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    await bot.load(path, start=False)
    await alarms(bot).tell("local", DISK)
    await bot.settle()
    assert len(await heard(bot, "ewa")) == 1
