"""F05: a process that stands still in the middle of what it says to the server holds up the others for seconds only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import psycopg
import pytest

from storage.connections import Row
from storage.postgres_links import connect
from storage.store import Store, StoreUnavailable
from storage.stuck_sessions import EVERY, LONGEST
from tests.storage.clerk import JAN, Clerk, raw_sql
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "stores"]
TAKEN = b"UPDATE person SET hash = hash WHERE id = 'jan'"
LOCKED = b"SELECT pg_advisory_xact_lock(1)"
STATE = "SELECT state FROM pg_stat_activity WHERE pid = ?"


def half_said(raw: psycopg.Connection[Row]) -> None:
    """The server has carried out what has come so far, and waits for the rest."""
    raw.pgconn.enter_pipeline_mode()
    say(raw, b"BEGIN", TAKEN)


def say(raw: psycopg.Connection[Row], *statements: bytes) -> None:
    """The beginning of a transaction, or more of it, in pipeline mode."""
    for statement in statements:
        raw.pgconn.send_query_params(statement, [])
    raw.pgconn.send_flush_request()
    while raw.pgconn.flush():
        pass


def unread(raw: psycopg.Connection[Row]) -> None:
    """The server has more to tell than anybody takes."""
    raw.execute(TAKEN)
    raw.pgconn.send_query(b"SELECT repeat('x', 10000) FROM generate_series(1, 10000)")
    while raw.pgconn.flush():
        pass


@pytest.mark.parametrize("stop", [half_said, pytest.param(unread, marks=pytest.mark.faults)])
async def test_f05_what_a_process_that_stands_still_has_locked_is_given_back(
    stop: Callable[[psycopg.Connection[Row]], None], stores: tuple[Store, Store], server_url: str
) -> None:
    clerk = Clerk(stores[1], NOW)
    await clerk.does(lambda records: records.people.put(JAN))
    still = await asyncio.to_thread(connect, server_url)
    await asyncio.to_thread(stop, still)
    await asyncio.sleep(0.5)
    pid = still.info.backend_pid
    assert await asyncio.to_thread(raw_sql, server_url, STATE, (pid,)) == [("active",)], "no time-out of the server's"
    renamed, tries = replace(JAN, name="Jan Lis-Nowak"), 0
    async with asyncio.timeout(4 * (LONGEST + EVERY)):
        while (await clerk.sees(lambda records: records.people.get("jan"))).name == JAN.name:
            tries += 1
            with suppress(StoreUnavailable):
                await clerk.does(lambda records: records.people.put(renamed))
    assert tries > 1, "it was in the way"
    still.close()


@pytest.mark.faults
async def test_who_is_quick_or_goes_on_asking_or_only_reads_is_left_alone(
    stores: tuple[Store, Store], server_url: str
) -> None:
    reading = await asyncio.to_thread(connect, server_url, read_only=True)
    copying = await asyncio.to_thread(connect, server_url, longest=0)
    await asyncio.to_thread(reading.execute, "SELECT 1 FROM person")
    await asyncio.to_thread(copying.execute, "UPDATE person SET hash = hash")
    asking = await asyncio.to_thread(connect, server_url)
    asking.pgconn.enter_pipeline_mode()
    await asyncio.to_thread(say, asking, b"BEGIN", LOCKED)
    for _ in range(int(LONGEST + 2 * EVERY)):
        await asyncio.sleep(1)
        await asyncio.to_thread(copying.execute, "SELECT 1")
        await asyncio.to_thread(reading.execute, "SELECT 1")
        await asyncio.to_thread(say, asking, b"SELECT 1")
    pid = asking.info.backend_pid
    assert await asyncio.to_thread(raw_sql, server_url, STATE, (pid,)) == [("active",)], "still at it"
    for each in (reading, copying, asking):
        each.close()
