"""What need not be kept for ever goes, a little at a time, so that nobody waits long behind it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from storage.instants import micros
from storage.kept_texts import KEPT, KeptTexts, drop_old
from storage.store import Store
from storage.sweeping import LOG_KEPT, drop_lines, sweep
from tests.storage.clerk import Clerk, raw_sql
from tests.storage.conftest import NOW

LINE = (
    "INSERT INTO delivery_log (organisation_id, at, key, version, address, what, reason) "
    "VALUES ('acme', ?, 'k', 1, 'maria', ?, '')"
)
LATER = NOW + LOG_KEPT + timedelta(days=1)


async def test_the_delivery_log_goes_a_batch_at_a_time(store: Store, database_url: str) -> None:
    def write() -> None:
        for number in range(25):
            raw_sql(database_url, LINE, (micros(NOW + timedelta(seconds=number)), "old"))
        raw_sql(database_url, LINE, (micros(LATER), "recent"))

    await asyncio.to_thread(write)
    went = [await store.change(lambda connection: drop_lines(connection, LATER, 10)) for _ in range(4)]
    assert went == [10, 10, 5, 0]
    assert await asyncio.to_thread(raw_sql, database_url, "SELECT what FROM delivery_log") == [("recent",)]


async def test_long_texts_go_a_batch_at_a_time(store: Store, database_url: str) -> None:
    await KeptTexts(store, lambda: NOW).put("acme", [f"old {number}" for number in range(25)])
    later = NOW + KEPT + timedelta(days=1)
    (recent,) = await KeptTexts(store, lambda: later).put("acme", ["recent"])
    went = [await store.change(lambda connection: drop_old(connection, later, 10)) for _ in range(4)]
    assert went == [10, 10, 5, 0]
    assert await asyncio.to_thread(raw_sql, database_url, "SELECT digest FROM kept_text") == [(recent,)]


async def test_all_of_it_goes_in_the_end(clerk: Clerk, database_url: str) -> None:
    await asyncio.to_thread(raw_sql, database_url, LINE, (micros(NOW), "old"))
    await clerk.does(lambda records: records.inbox.remember("old", "1"))
    assert await sweep(clerk.store, LATER) == 1
    for table in ("delivery_log", "inbox"):
        assert await asyncio.to_thread(raw_sql, database_url, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608
