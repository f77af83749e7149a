"""Ready or not, and why: what /readyz says when the clock or the delivery has stopped."""

from __future__ import annotations

import asyncio
from typing import cast

from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.app import MANY, App
from bot.engine import Engine
from flows.errors import Unavailable
from tests.stories.chat import Chat


async def ready(bot: Chat) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"{bot.url}/readyz") as response:
        return response.status, await response.text()


async def test_a_running_accord_is_ready(bot: Chat) -> None:
    await bot.app.tick()
    assert await ready(bot) == (200, '{"ready": true, "problems": [], "warnings": []}\n')


async def test_a_dead_clock_is_noticed_after_thirty_seconds(bot: Chat) -> None:
    bot.app.heartbeat = asyncio.get_running_loop().time() - 31
    status, text = await ready(bot)
    assert (status, "The clock has not run for 31 seconds." in text) == (503, True)
    await bot.app.tick()
    assert (await ready(bot))[0] == 200


async def test_a_delivery_that_ended_is_noticed(bot: Chat) -> None:
    await bot.app.tick()
    bot.app.delivering = asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait([bot.app.delivering])
    status, text = await ready(bot)
    assert (status, "Delivery has stopped." in text) == (503, True)


class Away:
    """An engine whose database is away."""

    def __init__(self, engine: Engine) -> None:
        self.stumbling = engine.stumbling

    async def tick(self) -> int:
        raise Unavailable("database or disk is full")


async def test_a_clock_that_cannot_move_anything_says_so_and_tries_again(bot: Chat) -> None:
    bot.app.engine, engine = cast(Engine, Away(bot.app.engine)), bot.app.engine
    bot.app.heartbeat = asyncio.get_running_loop().time() - 31
    with capture_logs() as logs:
        await bot.app.tick()
    assert [(each["log_level"], each["reason"]) for each in logs] == [("warning", "database or disk is full")]
    assert (await ready(bot))[0] == 503
    bot.app.engine = engine
    await bot.app.tick()
    assert (await ready(bot))[0] == 200


class Busy:
    """An engine that has much to do in three rounds. `heard`: the sign of life of the clock before each."""

    left_some = False

    def __init__(self, app: App) -> None:
        self._app = app
        self.heard: list[float] = []

    async def tick(self) -> int:
        self.heard.append(self._app.heartbeat)
        self._app.heartbeat = 0.0
        return MANY if len(self.heard) < 3 else 0


async def test_a_clock_that_has_much_to_do_gives_a_sign_of_life_in_each_round(bot: Chat) -> None:
    engine, busy = bot.app.engine, Busy(bot.app)
    bot.app.engine = cast(Engine, busy)
    await bot.app.tick()
    bot.app.engine = engine
    assert len(busy.heard) == 3
    assert all(busy.heard)
