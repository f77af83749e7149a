"""What is confirmed is on disk; what fails leaves nothing behind; trouble passes without a restart."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from flows.people import Person
from flows.wire import Wire
from storage.connections import Connection
from storage.errors import StoreUnavailable
from storage.sqlite import SqliteConnection
from storage.store import Cause, Store, Transaction
from storage.verifying import verify
from tests.postgres import Postgres
from tests.storage.clerk import JAN, Clerk, raw_sql
from tests.storage.conftest import NOW


@pytest.fixture
async def clerk_on_file(tmp_path: Path) -> Clerk:
    return Clerk(await Store.open(f"sqlite:///{tmp_path / 'accord.db'}", Wire({})), NOW)


@pytest.fixture
def server_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database_with_tables() as url:
        yield url


@pytest.fixture
async def clerk_on_server(server_url: str) -> AsyncIterator[Clerk]:
    store = await Store.open(server_url, Wire({}))
    yield Clerk(store, NOW)
    await store.close()


async def on_writer(clerk: Clerk, statement: str) -> None:
    """Runs a statement outside any transaction on the writer's connection."""

    def work(connection: Connection) -> None:
        assert isinstance(connection, SqliteConnection)
        connection.raw.execute(statement)

    await clerk.store.change(work)


def person(number: int) -> Person:
    return Person(f"p{number}", f"Person {number}")


async def test_commits_are_shared_and_each_failure_stays_alone(clerk_on_file: Clerk) -> None:
    """100 commands at once share few commits; every tenth fails and takes only itself back."""
    said: list[str] = []

    def listen(connection: Connection) -> None:
        assert isinstance(connection, SqliteConnection)
        connection.raw.set_trace_callback(said.append)

    def work(number: int, records: Transaction) -> int:
        records.people.put(person(number))
        if number % 10 == 0:
            records.finish()  # everything written, and then it fails
            raise ValueError(number)
        return number

    clerk = clerk_on_file
    await clerk.store.change(listen)
    said.clear()
    answers = await asyncio.gather(
        *(clerk.does(lambda records, n=n: work(n, records)) for n in range(100)),  # type: ignore[misc]
        return_exceptions=True,
    )
    commits = sum(statement == "COMMIT" for statement in said)
    assert 1 <= commits <= 10
    assert [answer for answer in answers if isinstance(answer, int)] == [n for n in range(100) if n % 10]
    kept = await clerk.sees(lambda records: records.people.all())
    assert sorted(int(one.id[1:]) for one in kept) == [n for n in range(100) if n % 10]
    await clerk.store.close()


async def test_a_full_disk_is_told_and_passes(clerk_on_file: Clerk, tmp_path: Path) -> None:
    clerk = clerk_on_file
    await clerk.does(lambda records: records.people.put(JAN))
    pages = raw_sql(f"sqlite:///{tmp_path / 'accord.db'}", "PRAGMA page_count")[0][0]
    await on_writer(clerk, f"PRAGMA max_page_count = {pages + 2}")

    def fill(records: Transaction) -> None:
        records.people.put(Person("big", "x" * 100_000))

    answers = await asyncio.gather(clerk.does(fill), clerk.does(fill), return_exceptions=True)
    assert all(isinstance(answer, StoreUnavailable) for answer in answers)
    assert await clerk.sees(lambda records: records.people.all()) == (JAN,)
    await on_writer(clerk, "PRAGMA max_page_count = 1000000")
    await clerk.does(fill)
    report = await verify(clerk.store)
    assert (report.entries, report.records, report.problems) == (2, 2, ())
    await clerk.store.close()


async def test_a_lock_held_by_another_program_is_told_and_passes(
    clerk_on_file: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = clerk_on_file
    await on_writer(clerk, "PRAGMA busy_timeout = 50")
    lock = await asyncio.to_thread(_lock, tmp_path / "accord.db")
    with pytest.raises(StoreUnavailable):
        await clerk.does(lambda records: records.people.put(JAN))
    assert await clerk.sees(lambda records: records.people.all()) == ()
    await asyncio.to_thread(lock.close)
    await clerk.does(lambda records: records.people.put(JAN))
    assert await clerk.sees(lambda records: records.people.all()) == (JAN,)
    await clerk.store.close()


def _lock(file: Path) -> sqlite3.Connection:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_readers_go_on_while_somebody_writes(clerk: Clerk) -> None:
    started, finish = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(records: Transaction) -> None:
        records.people.put(JAN)
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(finish.wait(), loop).result()

    writing = asyncio.create_task(clerk.does(slow))
    await started.wait()
    async with asyncio.timeout(30):
        assert await clerk.sees(lambda records: records.people.all()) == ()
    finish.set()
    await writing
    assert await clerk.sees(lambda records: records.people.all()) == (JAN,)


async def test_a_lost_connection_is_told_and_made_again(clerk_on_server: Clerk, server_url: str) -> None:
    clerk, database_url = clerk_on_server, server_url
    await clerk.does(lambda records: records.people.put(JAN))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'accord'"
    told = 0
    for _ in range(3):
        await asyncio.to_thread(raw_sql, database_url, others)
        for number in range(10):
            try:
                await clerk.does(lambda records, n=number: records.people.put(person(n)))  # type: ignore[misc]
                await clerk.sees(lambda records: records.people.get("jan"))
            except StoreUnavailable:
                told += 1
    assert told > 0
    in_a_row = 0
    while in_a_row < 10:  # each connection that was lost and not used since tells so once
        try:
            await clerk.does(lambda records, n=in_a_row: records.people.put(person(n)))  # type: ignore[misc]
            in_a_row += 1
        except StoreUnavailable:
            in_a_row, told = 0, told + 1
        assert told < 40
    assert (await verify(clerk.store)).problems == ()


async def test_a_server_that_only_reads_is_told_and_passes(clerk_on_server: Clerk, server_url: str) -> None:
    clerk, database_url = clerk_on_server, server_url

    def read_only(on: str) -> None:
        with psycopg.connect(database_url, autocommit=True) as server:
            name = server.info.dbname
            server.execute("SET default_transaction_read_only = off")
            server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {on}'.encode())
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'accord' AND datname = current_database()"
            )

    await asyncio.to_thread(read_only, "on")
    for _ in range(20):
        with pytest.raises(StoreUnavailable):
            await clerk.does(lambda records: records.people.put(JAN))
    await asyncio.to_thread(read_only, "off")
    for _ in range(20):
        with suppress(StoreUnavailable):
            await clerk.does(lambda records: records.people.put(JAN))
    assert await clerk.sees(lambda records: records.people.all()) == (JAN,)


CHILD = """
import asyncio, sys
from datetime import UTC, datetime
from flows.people import Person
from flows.wire import Wire
from storage.store import Cause, Store

async def main() -> None:
    store = await Store.open(sys.argv[1], Wire({}))
    async def one(n: int) -> None:
        def work(records) -> None:
            records.inbox.remember(f"event-{n}", "done")
            records.people.put(Person(f"p{n}", "x" * 500))
        await store.run("acme", Cause("jan", "Add", datetime.now(UTC)), work)
        print(n, flush=True)
    first = int(sys.argv[2])
    for start in range(first, first + 10000, 10):
        await asyncio.gather(*(one(n) for n in range(start, start + 10)))

asyncio.run(main())
"""


def test_killed_at_any_moment_nothing_confirmed_is_lost(tmp_path: Path) -> None:
    """Four times a process is killed while it works; whatever it had confirmed is there, whole."""
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    confirmed: set[int] = set()
    for round_ in range(4):
        confirmed |= _work_and_die(url, round_ * 10_000, after=3 + 41 * round_)

    async def check() -> tuple[set[int], int, tuple[str, ...]]:
        store = await Store.open(url, Wire({}))
        kept = await store.read("acme", lambda records: records.people.all())
        report = await verify(store)
        events = await store.run(
            "acme",
            Cause("jan", "Check", NOW),
            lambda records: sum(records.inbox.seen(f"event-{one.id[1:]}") == "done" for one in kept),
        )
        await store.close()
        return {int(one.id[1:]) for one in kept}, events, report.problems

    kept, events, problems = asyncio.run(check())
    assert len(confirmed) >= 3 + 44 + 85 + 126
    assert confirmed <= kept
    assert events == len(kept)
    assert problems == ()


def _work_and_die(url: str, first: int, *, after: int) -> set[int]:
    """Lets a process confirm `after` people, kills it, and returns all that it has confirmed."""
    command = [sys.executable, "-c", CHILD, url, str(first)]
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(after)]
        child.kill()
        lines += child.stdout.readlines()
    return {int(line) for line in lines if line.endswith("\n")}
