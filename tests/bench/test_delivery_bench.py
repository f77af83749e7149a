"""How fast a full outbox reaches the screens of the local workspace, which takes messages as fast as they come."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import CLOCK
from flows.effects import Post
from flows.messages import Header, Message, Text, ToChannel, ToPerson
from flows.phrases import Instant, Phrase
from storage.connections import Connection
from storage.store import Cause
from storage.tables import table
from tests.bench.plants import START, Plant, set_up
from tests.bench.table import Row, show

POSTS, AT_A_TIME = 10_000, 500
A_SECOND = 1000.0
"""Posts of one process, where the platform takes as many. Slack and Teams do not: their benches give no goal for it."""
SHOWN = select(func.count()).select_from(table("web_message"))
WAITING = select(func.count()).select_from(table("outbox"))


def _post(plants: list[Plant], number: int) -> Post:
    plant = plants[number % len(plants)]
    person = plant.people[number // len(plants) % len(plant.people)]
    words = Phrase("Note {n} for you, {at}. Please look at it.", n=number, at=Instant(START, "Europe/Warsaw"))
    message = Message(words, (Header("A note"), Text(words)))
    to = ToChannel(plant.id) if number % 10 == 0 else ToPerson(person)
    return Post(f"bench/{number}", to, message)


async def _counted(app: App) -> tuple[int, int]:
    def count(connection: Connection) -> tuple[int, int]:
        return int(connection.rows(SHOWN, {})[0][0]), int(connection.rows(WAITING, {})[0][0])

    return await app.store.look(count)


async def _measure(database: str) -> None:
    app = await build(Settings(database=database), Clock.beginning(START))
    plants = await set_up(app, 20, 10)
    shown, waiting = await _counted(app)
    assert waiting == 0
    for first in range(0, POSTS, AT_A_TIME):
        some = [_post(plants, number) for number in range(first, first + AT_A_TIME)]
        await app.store.run(
            app.organisation,
            Cause(CLOCK, "Bench", START),
            lambda records, some=some: records.queue(some),  # type: ignore[misc]
        )
    started, used = time.perf_counter(), time.process_time()
    delivering = asyncio.create_task(app.delivery.run())
    while (await _counted(app))[1]:
        await asyncio.sleep(0.05)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    delivering.cancel()
    await asyncio.gather(delivering, return_exceptions=True)
    assert await _counted(app) == (shown + POSTS, 0)
    await app.close()
    kind = database.partition(":")[0]
    show(
        Row(f"{kind}: {POSTS:,} posts to the local workspace: posts/s", POSTS / seconds, must=A_SECOND),
        Row(f"{kind}: the same, CPU of a post", used / POSTS * 1000, unit=" ms"),
    )


@pytest.mark.bench
def test_a_full_outbox_reaches_the_screens(tmp_path: Path) -> None:
    asyncio.run(_measure(f"sqlite:///{tmp_path / 'bench.db'}"))
