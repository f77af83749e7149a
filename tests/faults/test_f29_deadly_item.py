"""F29: a due item that kills its process every time, in processes that somebody starts again each time: it rests."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.web.ports import LOCAL
from flows.people import Person
from flows.wire import Wire
from storage.claims import DEATHS
from storage.opening import migrate
from storage.store import Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.faults.rig.nursery import nursery
from tests.faults.rig.poison import POISON
from tests.faults.rig.replicas import surroundings
from tests.faults.test_f29_deadly_post import Supervisor, seconds_until, watched
from tests.faults.test_f30_broken_items import whole
from tests.storage.clerk import PROJECT, Clerk, raw_sql

WORDS = "never-to-be-read"
OTHERS = 20
MOVED = "SELECT count(*) FROM escalation WHERE version > 1"
RESTS = "SELECT count(*) FROM stumble WHERE record_id = 'line3/E-1' AND unended >= 5"
TOLD = "SELECT count(*) FROM alarm WHERE id = 'deadly items'"


async def queued(database: str) -> None:
    """The poison has been due for longest; others of its project are due, too."""
    now = datetime.now(UTC)
    store = await Store.open(database, Wire({}))
    try:
        clerk = Clerk(store, now, LOCAL)
        await clerk.does(partial(_put, now))
    finally:
        await store.close()


def _put(now: datetime, records: Transaction) -> None:
    for each in ("maria", "jan", "eva"):
        records.people.put(Person(each, each.title(), zone="UTC"))
    records.projects.put(PROJECT)
    for number in range(1, OTHERS + 2):
        found = whole(number, now + timedelta(seconds=number))
        records.escalations.put(found if number > 1 else replace(found, question=WORDS))


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_f29_a_due_item_that_kills_its_process_rests(database_url: str, tmp_path: Path, report: Report) -> None:
    await asyncio.to_thread(migrate, database_url)
    await queued(database_url)
    settings = surroundings(ACCORD_DATABASE=database_url) | {POISON: WORDS}
    async with nursery() as nest:
        supervisor = Supervisor(settings, tmp_path, nest)
        async with watched(supervisor):
            moved = await seconds_until(database_url, MOVED, OTHERS, 300)
            rests = moved + await seconds_until(database_url, RESTS, 1, 300)
            told = rests + await seconds_until(database_url, TOLD, 1, 120)
            assert len(supervisor.ends) == DEATHS, "it lives on"
    assert set(supervisor.ends[:DEATHS]) == {-signal.SIGKILL}
    assert (await asyncio.to_thread(raw_sql, database_url, MOVED)) == [(OTHERS,)]
    times = f"the others done after {moved:.0f} s, it rests after {rests:.0f} s, told after {told:.0f} s"
    report.say("F29", database_url.partition(":")[0], f"a due item: {DEATHS} deaths, {times}")
