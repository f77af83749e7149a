"""The whole product in this process: a real database, the clock, the delivery and the page, at a simulated moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.sample import begin_with
from bot.scheduler import scheduler
from bot.web import application
from tests.tables import lay_tables

SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"


@asynccontextmanager
async def living(database: str, start: datetime) -> AsyncIterator[str]:
    """Accord with the sample project, as `python -m bot serve --sample` runs it; gives its address."""
    await asyncio.to_thread(lay_tables, database)
    app = await build(Settings(database=database), Clock.beginning(start))
    async with AsyncExitStack() as running:
        running.push_async_callback(app.close)
        await begin_with(app, SAMPLE)
        yield await running.enter_async_context(served(app))


@asynccontextmanager
async def served(app: App) -> AsyncIterator[str]:
    """The clock, the delivery and the server of an Accord; gives its address."""
    async with AsyncExitStack() as running:
        for side in app.sides:
            await side.start(door=True)
            running.push_async_callback(side.stop)
        jobs = scheduler(app.tick, app.maintain)
        jobs.start()
        running.callback(jobs.shutdown)
        delivering = asyncio.create_task(app.delivery.run())
        running.push_async_callback(_ended, delivering)
        runner = web.AppRunner(application(app), access_log=None)
        await runner.setup()
        running.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
