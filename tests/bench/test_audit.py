"""The whole audit trail can be checked in seconds, however long it is."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from pathlib import Path

import pytest

from flows.people import Person
from flows.wire import Wire
from storage.sealing import seal
from storage.sqlite import SqliteConnection, connect
from storage.store import Store, Transaction
from storage.verifying import check
from tests.bench.table import Row, show
from tests.storage.clerk import Clerk
from tests.storage.conftest import NOW

ENTRIES = 100_000


async def _fill(path: Path) -> None:
    store = await Store.open(f"sqlite:///{path}", Wire({}))
    clerk = Clerk(store, NOW)
    for start in range(0, ENTRIES, 1000):

        def work(records: Transaction, start: int = start) -> None:
            for number in range(start, start + 1000):
                records.people.put(Person(f"p{number}", f"Person {number}"))

        await clerk.does(work)
    await seal(store)
    await store.close()


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_a_hundred_thousand_entries_are_checked_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "accord.db"
    asyncio.run(_fill(path))
    raw = connect(str(path))
    started = time.perf_counter()
    report = check(SqliteConnection(raw))
    took = time.perf_counter() - started
    tracemalloc.start()
    check(SqliteConnection(raw))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    raw.close()
    show(
        Row(f"audit verify, {ENTRIES:,} entries", took, 10, None, at_most=True, unit=" s"),
        Row("… memory it takes at most", peak / 2**20, 16, None, at_most=True, unit=" MiB"),
    )
    assert (report.entries, report.problems) == (ENTRIES, ())
    assert took < 10
    assert peak < 16 * 2**20
