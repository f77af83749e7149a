"""F29: a post that kills its process every time, in processes that somebody starts again each time: it is set aside."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from flows.messages import ToPerson
from flows.people import Person
from flows.wire import Wire
from storage.claims import DEATHS
from storage.opening import migrate
from storage.store import Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.faults.rig.nursery import Nursery, nursery
from tests.faults.rig.poison import POISON
from tests.faults.rig.replicas import surroundings
from tests.storage.clerk import Clerk, post, raw_sql

WORDS = "never-to-be-read"
PEOPLE, EACH = 20, 2
PARKED = "SELECT count(*) FROM outbox WHERE state = 'parked'"
SHOWN = "SELECT count(*) FROM web_message WHERE key = 'behind' OR key BETWEEN 'news/' AND 'news0'"
KEYS = "SELECT key FROM web_message"
TOLD = "SELECT count(*) FROM alarm WHERE id = 'deadly posts'"


@dataclass
class Supervisor:
    """Starts Accord again each time it ends, as systemd does, until it is told to stop."""

    environment: dict[str, str]
    folder: Path
    nest: Nursery
    ends: list[int] = field(default_factory=list)
    pid: int = 0

    async def watch(self) -> None:
        while True:
            out, log = self.folder / "accord.out", self.folder / "accord.log"
            self.pid = await self.nest.fork(["serve"], self.environment, out, log)
            self.ends.append(await self.nest.ended(self.pid))


@asynccontextmanager
async def watched(supervisor: Supervisor) -> AsyncIterator[None]:
    """It watches; in the end what runs is killed."""
    watching = asyncio.create_task(supervisor.watch())
    try:
        yield
    finally:
        watching.cancel()
        if supervisor.pid and supervisor.nest.alive(supervisor.pid):
            os.kill(supervisor.pid, signal.SIGKILL)
            await supervisor.nest.ended(supervisor.pid)


async def queued(database: str) -> list[str]:
    """The poison first, one behind it, and others to other people; returns the keys of those that can be read."""
    people = [Person(each, each.title(), zone="UTC") for each in ("maria", *(f"p{n}" for n in range(PEOPLE)))]
    store = await Store.open(database, Wire({}))
    try:
        others = [post(f"news/{n}/{m}", f"{m}", ToPerson(f"p{n}")) for m in range(EACH) for n in range(PEOPLE)]
        good = [post("behind", "behind it"), *others]
        clerk = Clerk(store, datetime.now(UTC), LOCAL)
        for each in people:
            await clerk.does(partial(_put, each))
        await clerk.posts(post("poison", WORDS), *good)
    finally:
        await store.close()
    return sorted(each.key for each in good)


def _put(person: Person, records: Transaction) -> None:
    records.people.put(person)


async def seconds_until(database: str, statement: str, wanted: int, patience: float) -> float:
    """Until the statement counts that many. Raises TimeoutError."""
    begun = monotonic()
    async with asyncio.timeout(patience):
        while (await asyncio.to_thread(raw_sql, database, statement))[0][0] < wanted:
            await asyncio.sleep(0.1)
    return monotonic() - begun


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_f29_a_post_that_kills_its_process_is_set_aside(
    database_url: str, tmp_path: Path, report: Report
) -> None:
    await asyncio.to_thread(migrate, database_url)
    good = await queued(database_url)
    settings = surroundings(ACCORD_DATABASE=database_url) | {POISON: WORDS}
    async with nursery() as nest:
        supervisor = Supervisor(settings, tmp_path, nest)
        async with watched(supervisor):
            arrived = await seconds_until(database_url, SHOWN, len(good), 300)
            parked = arrived + await seconds_until(database_url, PARKED, 1, 300)
            deaths = list(supervisor.ends)
            told = parked + await seconds_until(database_url, TOLD, 1, 120)
            assert supervisor.ends == deaths, "it lives on"
    shown = await asyncio.to_thread(raw_sql, database_url, KEYS)
    assert sorted(key for (key,) in shown if key in good) == good, "each once"
    assert deaths == [-signal.SIGKILL] * DEATHS
    times = f"the others there after {arrived:.0f} s, set aside after {parked:.0f} s, told after {told:.0f} s"
    report.say("F29", database_url.partition(":")[0], f"{len(deaths)} deaths, {times}")
    assert parked <= 600
