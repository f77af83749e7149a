"""What waits costs nothing: many digests at one moment, a process that has nothing to do, and much that is pending."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import OPERATOR
from flows.digests.records import DigestState
from flows.projects.records import Project
from storage.connections import Connection
from storage.opening import migrate
from storage.statements import fixed
from storage.store import Cause
from storage.tables import table
from storage.transaction import Transaction
from tests.bench.plants import START, set_up
from tests.bench.table import Row, show
from tests.bench.test_process_bench import running
from tests.bench.test_tick_bench import fill

FEW, MANY, TOGETHER = 1_000, 10_000, 500
PENDING = 100_000
IDLE = 30
"""Seconds for which a process is watched."""


async def _due_together(app: App, project: Project, first: int, last: int) -> None:
    """Projects of their own whose digests are all due now."""
    for start in range(first, last, TOGETHER):
        numbers = range(start, min(start + TOGETHER, last))

        def keep(records: Transaction, numbers: range = numbers) -> None:
            for number in numbers:
                copy = replace(project, id=f"copy{number}", name=f"Line {number}", channel=f"line-{number}")
                records.projects.put(copy)
                records.digests.put(DigestState(copy.id, START))

        await app.store.run(app.organisation, Cause(OPERATOR, "Bench", START), keep)


async def _told(app: App) -> tuple[float, float]:
    """Seconds until every digest that is due is queued, and seconds of processor time of this process."""
    started, used = time.perf_counter(), time.process_time()
    while await app.engine.tick():
        pass
    return time.perf_counter() - started, time.process_time() - used


async def _queued(app: App) -> int:
    outbox = table("outbox")

    def count(connection: Connection) -> int:
        found = select(func.count(outbox.c.address.distinct())).where(outbox.c.key.like(fixed("digest/copy%")))
        return int(connection.rows(found, {})[0][0])

    return await app.store.look(count)


async def _digests(database: str) -> None:
    await asyncio.to_thread(migrate, database)
    app = await build(Settings(database=database), Clock.beginning(START))
    (plant,) = await set_up(app, 1, 6)
    project = await app.store.read(app.organisation, lambda records: records.projects.get(plant.id))
    await _told(app)
    await _due_together(app, project, 0, FEW)
    _, few = await _told(app)
    await _due_together(app, project, FEW, FEW + MANY)
    seconds, many = await _told(app)
    assert await _queued(app) == FEW + MANY
    await app.close()
    kind = database.partition(":")[0]
    show(
        Row(f"{kind}: {MANY:,} digests due at once, all queued", seconds, 60, at_most=True, unit=" s"),
        Row(f"{kind}: CPU of a digest of {MANY:,} : of {FEW:,}", many / few * FEW / MANY, 1.5, at_most=True),
        Row(f"{kind}: CPU of a digest", many / MANY * 1000, unit=" ms"),
    )


@pytest.mark.bench
def test_ten_thousand_digests_at_once(bench_database: str) -> None:
    asyncio.run(_digests(bench_database))


@pytest.mark.bench
def test_a_process_that_has_nothing_to_do(tmp_path: Path) -> None:
    with running(tmp_path) as served:
        time.sleep(5)
        before = served.process.cpu_times()
        time.sleep(IDLE)
        after = served.process.cpu_times()
    used = after.user + after.system - before.user - before.system
    show(Row("CPU of a process that has nothing to do", used / IDLE * 100, 1, at_most=True, unit=" %"))


async def _wait_for_much(database: str) -> None:
    app = await build(Settings(database=database), Clock.beginning(START + timedelta(days=400)))
    await fill(app, 0, PENDING)
    await app.close()


@pytest.mark.bench
def test_much_that_is_pending(tmp_path: Path) -> None:
    ready: dict[str, float] = {}
    memory: dict[str, float] = {}
    for name in ("little", "much"):
        folder = tmp_path / name
        folder.mkdir()
        with running(folder):
            pass
        if name == "much":
            asyncio.run(_wait_for_much(f"sqlite:///{folder / 'accord.db'}"))
        with running(folder) as served:
            time.sleep(10)
            memory[name] = served.process.memory_info().rss / 2**20
            ready[name] = served.ready_after
    show(
        Row(f"memory with {PENDING:,} pending, over without", memory["much"] - memory["little"], 5, 0, True, " MiB"),
        Row(f"restart with {PENDING:,} pending : without", ready["much"] / ready["little"], 1.2, 1.0, at_most=True),
    )
