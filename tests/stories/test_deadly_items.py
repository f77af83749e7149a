"""A due item that ends its process each time is found out, tried alone, and rests for a day; all else goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.doctor import RESTS, failing
from bot.engine import Engine
from bot.lately import since_now
from storage.claims import DEATHS, DOUBTFUL
from storage.under_way import GRACE
from tests.faults.test_f30_broken_items import keeps, step, whole
from tests.faults.test_f30_locked_item import readiness
from tests.faults.timed import Watch, living
from tests.storage.clerk import raw_sql
from tests.stories.chat import Chat
from tests.stories.test_escalations import load

NUMBERS = count()
NOTE = "INSERT INTO system_note (name, value, at) VALUES (?, ?, 0)"


async def died(url: str, *numbers: int) -> None:
    """A process has ended in the middle of carrying out these escalations."""
    items = [["local", "escalation", f"line3/E-{number}"] for number in numbers]
    values = [f"due/dead-{next(NUMBERS)}", json.dumps(["0@0", items])]
    await asyncio.to_thread(raw_sql, url, NOTE, values)


async def lives(bot: Chat, seconds: float) -> Engine:
    """Another process, after so many seconds of life; until then it has seen who is alive beside it."""
    passed = [seconds - GRACE, seconds]
    engine = engine_of(bot, lambda: passed[0])
    await engine.tick()
    passed.pop(0)
    await engine.tick()
    return engine


def engine_of(bot: Chat, alive: Callable[[], float]) -> Engine:
    return Engine(bot.app.store, bot.app.store.wire, lambda: bot.now, lambda: None, alive=alive)


async def steps(bot: Chat, *numbers: int) -> list[int]:
    return [await step(bot, "local", number) for number in numbers]


async def due(bot: Chat, *numbers: int) -> None:
    await keeps(bot, "local", *(replace(whole(number, bot.now), requester="ben") for number in numbers))


async def test_f29_what_was_carried_out_when_processes_ended_goes_alone_and_after_five_rests_for_a_day(
    database_url: str, tmp_path: Path
) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        await due(bot, 7, 8, 9)
        for _ in range(DOUBTFUL):
            await died(database_url, 7, 8)
        await lives(bot, 1.0)
        assert await steps(bot, 7, 8, 9) == [0, 0, 1], "what has just begun to live does not try doubtful ones"
        await died(database_url, 7)
        await lives(bot, 9.0)
        assert await steps(bot, 7, 8) == [0, 1], "the likeliest to be innocent first"
        for _ in range(DEATHS - DOUBTFUL - 1):
            await died(database_url, 7)
        engine = await lives(bot, 3600.0)
        assert await steps(bot, 7) == [0]
        assert [(each.id, how.unended) for each, how in engine.broken.items()] == [("line3/E-7", DEATHS)]

        await bot.app.maintain()
        await bot.settle()
        assert "in the middle of carrying out 1 due item, and now tries that once a day only" in await bot.sees("ewa")
        told = (
            "Accord ended again and again in the middle of carrying out 1 due item, and tries that once a day only. "
            "Please run the doctor, and report it."
        )
        assert (await readiness(bot))[2] == [told]
        (found,) = await failing(bot.app, "local")
        assert found.cure == RESTS

        watch.goes_on(timedelta(days=1, seconds=1))
        assert (await lives(bot, 3600.0)).broken == {}
        assert await steps(bot, 7) == [1]
        await bot.app.maintain()
        assert (await readiness(bot))[2] == []


async def test_f29_an_item_whose_process_ended_once_is_carried_out_with_the_others_and_blamed_for_nothing(
    database_url: str, tmp_path: Path
) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        await due(bot, 7, 8)
        await died(database_url, 7, 8)
        assert await failing(bot.app, "") == []
        assert (await lives(bot, 0.0)).broken == {}
        assert await steps(bot, 7, 8) == [1, 1]
        assert (
            await asyncio.to_thread(
                raw_sql, database_url, "SELECT name FROM system_note WHERE name BETWEEN 'due/' AND 'due0'"
            )
            == []
        )


async def test_f29_where_processes_end_of_something_else_no_item_is_blamed_for_it(
    database_url: str, tmp_path: Path
) -> None:
    """Each ends a moment after its start, and would have taken whatever it is at along."""
    async with living(database_url, Watch().clock()) as bot:
        await load(bot, tmp_path)
        await due(bot, 7)
        for _ in range(DOUBTFUL):
            await died(database_url, 7)
        for _ in range(2 * DEATHS):
            engine = await lives(bot, 1.0)
        assert engine.stumbling.warnings() == []
        assert (await lives(bot, 60.0)).broken == {}
        assert await steps(bot, 7) == [1]


async def test_f29_many_that_go_alone_leave_the_others_their_turn_and_go_on_at_once(
    database_url: str, tmp_path: Path
) -> None:
    """Each look at the clock is a second later, so that there is time for one of them in each turn."""
    async with living(database_url, Watch().clock()) as bot:
        await load(bot, tmp_path)
        await due(bot, 6, 7, 8, 9)
        for _ in range(DOUBTFUL):
            await died(database_url, 6, 7, 8, 9)
        await lives(bot, 1.0)
        seconds = count(3600)
        engine = engine_of(bot, lambda: float(next(seconds)))
        assert await engine.tick() == 1
        assert sum(await steps(bot, 6, 7, 8, 9)) == 1
        await due(bot, 5)
        assert await engine.tick() == 2
        assert await step(bot, "local", 5) == 1
        assert sum(await steps(bot, 6, 7, 8, 9)) == 2
        assert engine.left_some

        bot.app.engine = engine
        await bot.app.tick()
        assert await steps(bot, 6, 7, 8, 9) == [1, 1, 1, 1]
        assert not engine.left_some


async def test_f29_who_settles_waits_until_it_is_known_whether_somebody_is_at_it(
    database_url: str, tmp_path: Path
) -> None:
    """Else a clock that is moved on goes past what is due."""
    async with living(database_url, Watch().clock()) as bot:
        await load(bot, tmp_path)
        await due(bot, 7)
        await died(database_url, 7)
        bot.app.engine = engine_of(bot, since_now())
        await bot.app.settle()
        assert await steps(bot, 7) == [1]
