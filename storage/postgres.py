"""PostgreSQL: a few threads, each with a connection of its own and each job in a transaction of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from secrets import randbelow
from threading import Event, Lock
from typing import TypeVar
from uuid import uuid4

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Executable, Table
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from storage import migrations
from storage.connections import Change, Row, Texts, Values
from storage.errors import Conflict, StoreRefused, StoreUnavailable
from storage.jobs import Answer, Job, Jobs
from storage.opening import Opened

TEXTS = Texts(PGDialect_psycopg())  # type: ignore[no-untyped-call]
WRITERS, READERS = 4, 3
TRIES = 8
"""How often a transaction is tried when others were faster."""
PATIENCE = 5
"""Seconds to wait for the server to accept a connection."""
LONGEST = 5000
"""Milliseconds that a statement may take or wait for a lock."""
PAGE = 2000
"""Rows fetched at a time where all of them are looked at."""

# Somebody else changed what we read, or adds what we add: begin again on what is there now.
FASTER = (Conflict, errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)
# The server is away, full, or no longer the one that takes changes: a new connection may lead to the right one.
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError, errors.ReadOnlySqlTransaction)

T = TypeVar("T")


class PostgresConnection:
    """Runs compiled statements on psycopg. See `storage.connections.Connection`."""

    known = None
    """There are other writers."""

    def __init__(self, raw: psycopg.Connection[Row]) -> None:
        self.raw = raw

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        return self.raw.execute(TEXTS.bytes_of(statement), values).fetchall()

    def each(self, statement: Executable, values: Sequence[Values]) -> list[list[Row]]:
        if not values:
            return []
        text = TEXTS.bytes_of(statement)
        if len(values) == 1:
            return [self.raw.execute(text, values[0]).fetchall()]
        with self.raw.pipeline():
            asked = [self.raw.execute(text, one) for one in values]
        return [cursor.fetchall() for cursor in asked]

    def stream(self, statement: Executable, values: Values) -> Iterator[Row]:
        with self.raw.cursor(f"stream_{uuid4().hex}") as cursor:
            cursor.itersize = PAGE
            yield from cursor.execute(TEXTS.bytes_of(statement), values)

    def change(self, changes: Sequence[Change]) -> None:
        with self.raw.pipeline():
            done = [
                (change, [self.raw.execute(TEXTS.bytes_of(change.statement), one) for one in change.values])
                for change in changes
            ]
        for change, cursors in done:
            if change.exactly_one and any(cursor.rowcount != 1 for cursor in cursors):
                raise Conflict

    def lock(self, table: Table) -> None:
        # Unlike an advisory lock, which is a query, this is taken before the transaction's moment is chosen.
        name = sql.Identifier(table.name)
        self.raw.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(name))


class Turns:
    """Lets those who were slower come to their turn: one at a time tries again, and new ones wait if that fails too."""

    def __init__(self) -> None:
        self._again = Lock()
        self._open = Event()
        self._open.set()

    def take(self, attempt: Callable[[], T]) -> T:
        """Attempts until it is not outrun any more; raises what the last attempt raised."""
        self._open.wait()
        with suppress(*FASTER):
            return attempt()
        with self._again:
            with suppress(*FASTER):
                return attempt()
            self._open.clear()
            try:
                return self._insist(attempt)
            finally:
                self._open.set()

    def _insist(self, attempt: Callable[[], T]) -> T:
        for tried in range(TRIES):
            with suppress(*FASTER):
                return attempt()
            time.sleep(randbelow(1 + 2**tried) / 1000)  # another process is faster
        return attempt()


class Link:
    """One thread's connection, made when it is needed and again when it broke."""

    def __init__(self, url: str, *, read_only: bool) -> None:
        self._url = url
        self._read_only = read_only
        self._raw: psycopg.Connection[Row] | None = None

    def transact(self, work: Callable[[PostgresConnection], T]) -> T:
        """Runs the work in one transaction on a snapshot of its own, and commits it."""
        raw = self._connected()
        try:
            with raw.transaction():
                return work(PostgresConnection(raw))
        except AWAY:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection; the next transaction makes another one."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def _connected(self) -> psycopg.Connection[Row]:
        if self._raw is None or self._raw.closed:
            self._raw = connect(self._url, read_only=self._read_only)
        return self._raw


def connect(url: str, *, read_only: bool = False) -> psycopg.Connection[Row]:
    """A connection whose transactions see one moment, and which never waits for ever."""
    raw = psycopg.connect(
        url,
        connect_timeout=PATIENCE,
        prepare_threshold=2,
        application_name="accord",
        keepalives_idle=10,
        options=f"-c statement_timeout={0 if read_only else LONGEST} -c lock_timeout={LONGEST} "
        f"-c idle_in_transaction_session_timeout={4 * LONGEST}",
    )
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    raw.read_only = True if read_only else None  # None: as the server has it
    return raw


def serve(url: str, turns: Turns, jobs: Jobs, *, read_only: bool) -> None:
    """The body of a thread: does one job after the other until they are closed."""
    link = Link(url, read_only=read_only)
    while batch := jobs.take(1):
        jobs.tell([run(link, turns, job) for job in batch])
    link.close()


def run(link: Link, turns: Turns, job: Job[object]) -> Answer[object]:
    """The job's answer. Whatever it raises belongs to the one who waits for it, not to this thread."""
    try:
        return Answer(job, turns.take(lambda: link.transact(job.work)))
    except FASTER as error:
        conflict = Conflict()
        conflict.__cause__ = error
        return Answer(job, error=conflict)
    except AWAY as error:
        unavailable = StoreUnavailable(type(error).__name__)
        unavailable.__cause__ = error
        return Answer(job, error=unavailable)
    except BaseException as error:  # noqa: BLE001  # raised again where the answer is awaited
        return Answer(job, error=error)


def open_server(url: str) -> Opened:
    """Opens a database on a server. Raises StoreRefused."""
    check(url)
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of each conflict, which we expect and act on
    turns = Turns()
    writers = [partial(serve, url, turns, read_only=False) for _ in range(WRITERS)]
    readers = [partial(serve, url, turns, read_only=True) for _ in range(READERS)]
    return Opened(writers, readers, lambda: None)


def check(url: str) -> None:
    """Refuses a server that cannot be reached, does not keep what it says it keeps, or has another version's tables."""
    name = named(url)
    try:
        with connect(url) as raw:
            durable = _setting(raw, "synchronous_commit") != "off" and _setting(raw, "fsync") == "on"
            found = raw.execute("SELECT to_regclass(%s)", [migrations.TABLE]).fetchone()
            versions = raw.execute("SELECT version_num FROM alembic_version").fetchall() if found and found[0] else []
    except psycopg.Error as error:
        raise StoreRefused(f"{name} cannot be used: {_first_line(error)}.") from error
    if not durable:
        raise StoreRefused(f"{name} may lose what it has confirmed. Please set synchronous_commit and fsync to on.")
    migrations.check(name, [version for (version,) in versions])


def migrate_server(url: str) -> None:
    """Brings the tables to the newest version. Raises StoreRefused."""
    try:
        connect(url).close()
    except psycopg.Error as error:
        raise StoreRefused(f"{named(url)} cannot be used: {_first_line(error)}.") from error
    migrations.upgrade(url)


def named(url: str) -> str:
    """What people call the database: never with a password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "The PostgreSQL database"
    return f"The PostgreSQL database {parts.get('dbname', '')} on {parts.get('host', 'this machine')}"


def _setting(raw: psycopg.Connection[Row], name: str) -> str:
    found = raw.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(found[0]) if found else ""


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
