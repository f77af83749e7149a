"""F21: the primary becomes read-only, or another server takes its place: writes go on without a restart, 0 lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from time import monotonic

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from flows.people import Person
from flows.wire import Wire
from storage.errors import StoreUnavailable
from storage.opening import migrate
from storage.store import Store
from tests.faults.report import Report
from tests.postgres import Postgres
from tests.storage.clerk import Clerk
from tests.storage.conftest import NOW

RESUMED = 30.0
"""Seconds until writes go on."""


class Road:
    """A way to a server by TCP that can lead to another one. What goes over it is cut when it is moved, or stands."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, behind = await asyncio.open_unix_connection(self.target)
        except OSError:  # nobody is there
            writer.transport.abort()
            return
        self._writers |= {writer, behind}
        await asyncio.gather(_pass(reader, behind), _pass(answers, writer), return_exceptions=True)
        for each in (writer, behind):
            self._writers.discard(each)
            each.transport.abort()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()


async def _pass(reader: asyncio.StreamReader, onwards: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            onwards.write(piece)
            await onwards.drain()
    finally:
        onwards.transport.abort()


def socket_of(url: str) -> str:
    """The socket of a server that is reached by one."""
    parts = conninfo_to_dict(url)
    return f"{parts['host']}/.s.PGSQL.{parts.get('port', 5432)}"


@pytest.fixture
def databases(postgres: Postgres) -> Iterator[tuple[str, str]]:
    """The old primary and its successor; the second has everything that a standby would have: the tables."""
    with postgres.fresh_database() as old, postgres.fresh_database() as new:
        migrate(old)
        yield old, new


def only_reads(url: str, on: str) -> None:
    """Every transaction that begins now is read-only, also on the connections that there are: like an old primary."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SET default_transaction_read_only = off")
        name = server.info.dbname
        server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {on}'.encode())
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'accord' AND datname = current_database()"
        )


async def confirmed(clerk: Clerk, number: int) -> bool:
    """Whether this person was kept; nothing else than yes or "not now" is ever answered."""
    try:
        await clerk.does(lambda records: records.people.put(Person(f"p{number}", f"Person {number}")))
    except StoreUnavailable:
        return False
    return True


@pytest.mark.faults
@pytest.mark.timeout(180)
async def test_a_primary_that_only_reads_for_a_while(databases: tuple[str, str], report: Report) -> None:
    old, _ = databases
    store = await Store.open(old, Wire({}))
    clerk, kept = Clerk(store, NOW), set[int]()
    await asyncio.to_thread(only_reads, old, "on")
    for number in range(40):
        assert not await confirmed(clerk, number)
    await asyncio.to_thread(only_reads, old, "off")
    begun, number = monotonic(), 100
    while len(kept) < 20:
        if await confirmed(clerk, number):
            kept.add(number)
        number += 1
        assert monotonic() - begun < RESUMED
    report.say("F21", "PostgreSQL", f"read-only for a while: writes go on after {monotonic() - begun:.1f} s")
    people = await clerk.sees(lambda records: records.people.all())
    assert {f"p{one}" for one in kept} <= {person.id for person in people}
    await store.close()


@pytest.mark.faults
@pytest.mark.timeout(180)
async def test_another_server_takes_the_place_of_the_old_one(databases: tuple[str, str], report: Report) -> None:
    """Readers, too, leave the old one, although it would go on answering them for ever."""
    old, new = databases
    road = Road(socket_of(old))
    async with road.open():
        name = conninfo_to_dict(old)["dbname"]
        url = f"postgresql://postgres@127.0.0.1:{road.port}/{name}"
        store = await Store.open(url, Wire({}))
        clerk = Clerk(store, NOW)
        assert await confirmed(clerk, 1)
        await clerk.sees(lambda records: records.people.all())
        await asyncio.to_thread(_replace, old, new)
        road.cut()
        begun = monotonic()
        while not await confirmed(clerk, 2):
            assert monotonic() - begun < RESUMED
            await asyncio.sleep(0.1)
        for _ in range(12):
            people = await clerk.sees(lambda records: records.people.all())
            assert {person.id for person in people} == {"p1", "p2"}
        report.say("F21", "PostgreSQL", f"another server in its place: writes go on after {monotonic() - begun:.1f} s")
        await store.close()


def _replace(old: str, new: str) -> None:
    """The new database gets the old one's content and name: whoever connects by that name finds the new one."""
    names = [conninfo_to_dict(url)["dbname"] for url in (old, new)]
    with psycopg.connect(make_conninfo(old, dbname="postgres"), autocommit=True) as server:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)"
        server.execute(cut, names)
        server.execute(f'DROP DATABASE "{names[1]}"'.encode())
        server.execute(f'CREATE DATABASE "{names[1]}" TEMPLATE "{names[0]}"'.encode())
        server.execute(f'ALTER DATABASE "{names[0]}" RENAME TO "{names[0]}_was"'.encode())
        server.execute(f'ALTER DATABASE "{names[1]}" RENAME TO "{names[0]}"'.encode())
        server.execute(f'CREATE DATABASE "{names[1]}"'.encode())
