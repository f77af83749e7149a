"""A running Accord whose time is in the test's hands, also where its machine's clock is not to be trusted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import ClientSession, CookieJar, web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.web import application
from tests.stories.chat import MONDAY, Chat
from tests.tables import lay_tables

SECOND = timedelta(seconds=1)


@dataclass
class Watch:
    """A machine's two clocks: the one that can be set, and the one that only counts."""

    wall: datetime = MONDAY
    passed: float = 0.0

    def clock(self) -> Clock:
        """The process's clock on this machine."""
        return Clock(wall=lambda: self.wall, passed=lambda: self.passed)

    def goes_on(self, by: timedelta = SECOND) -> None:
        """Time passes."""
        self.wall += by
        self.passed += by.total_seconds()

    def jumps(self, by: timedelta) -> None:
        """Somebody sets the clock; no time has passed."""
        self.wall += by


@asynccontextmanager
async def living(database: str, clock: Clock) -> AsyncIterator[Chat]:
    """Accord on the local workspace with that clock."""
    await asyncio.to_thread(lay_tables, database)
    app = await build(Settings(database=database), clock)
    runner = web.AppRunner(application(app), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            yield Chat(app, session, f"http://127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()
        await app.close()


async def beats(app: App, watch: Watch, times: int = 1, by: timedelta = SECOND) -> None:
    """So many ticks as the scheduler gives them, each with what it causes delivered."""
    for _ in range(times):
        watch.goes_on(by)
        await app.tick()
        while await app.delivery.deliver_once(app.clock.now()):
            pass
