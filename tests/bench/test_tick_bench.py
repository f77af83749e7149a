"""The tick must not notice how many records wait for their time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from storage.connections import Change, Connection, Values
from storage.instants import micros
from storage.opening import migrate
from storage.statements import first_version
from storage.tables import table
from tests.bench.plants import START, set_up
from tests.bench.table import Row, percentile, show

FEW, MANY, BATCH = 1_000, 1_000_000, 10_000
KINDS = ("view", "escalation")
TICKS = 200


def _pending(first: int, last: int) -> Iterator[Values]:
    """Records whose time comes in the next months; what they say does not matter to a tick."""
    for number in range(first, last):
        yield {
            "organisation": f"organisation{number % 50}",
            "record": f"record{number}",
            "version": 1,
            "hash": "0" * 64,
            "project_id": f"project{number % 1000}",
            "state": "asked",
            "person_id": f"person{number % 5000}",
            "number": number,
            "due_at": micros(START + timedelta(days=1, seconds=number)),
            "body": "{}",
        }


async def fill(app: App, first: int, last: int) -> None:
    """So many records that wait, half of them views and half escalations."""
    half = (last - first) // 2
    for kind, rows in zip(KINDS, (_pending(first, first + half), _pending(first + half, last)), strict=True):
        while batch := list(islice(rows, BATCH)):
            await app.store.change(
                lambda connection, kind=kind, batch=batch: connection.change([Change(first_version(kind), batch)])  # type: ignore[misc]
            )


async def _ticks(app: App) -> list[float]:
    took = []
    for _ in range(TICKS):
        started = time.perf_counter()
        assert await app.engine.tick() == 0
        took.append(time.perf_counter() - started)
    return took


async def _counted(app: App) -> int:
    def count(connection: Connection) -> int:
        return sum(int(connection.rows(select(func.count()).select_from(table(kind)), {})[0][0]) for kind in KINDS)

    return await app.store.look(count)


async def _measure(database: str) -> None:
    await asyncio.to_thread(migrate, database)
    app = await build(Settings(database=database), Clock.beginning(START))
    await set_up(app, 1, 6)
    others = await _counted(app)
    await fill(app, 0, FEW)
    few = await _ticks(app)
    await fill(app, FEW, MANY)
    many = await _ticks(app)
    assert await _counted(app) == MANY + others
    await app.close()
    kind = database.partition(":")[0]
    middle = percentile(many, 0.5) / percentile(few, 0.5)
    show(
        Row(f"{kind}: tick with {MANY:,} pending : with {FEW:,}", middle, 2, 1.2, at_most=True),
        Row(f"{kind}: the same tick, p50", percentile(many, 0.5) * 1000, unit=" ms"),
    )


@pytest.mark.bench
def test_a_tick_with_a_million_pending(bench_database: str) -> None:
    asyncio.run(_measure(bench_database))
