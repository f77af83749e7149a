"""Connections to PostgreSQL: what runs on one, and how a whole pool finds the server again after it has moved."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from threading import Event, Thread
from time import monotonic
from typing import TypeVar
from uuid import uuid4

import psycopg
from psycopg import errors, sql
from sqlalchemy import Executable, Table
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from storage.connections import Change, Row, Texts, Values
from storage.errors import Conflict

TEXTS = Texts(PGDialect_psycopg())  # type: ignore[no-untyped-call]
PATIENCE = 2
"""Seconds to wait for the server to accept a connection; libpq takes no less."""
LOCKED, LONGEST = 1000, 2000
"""Milliseconds that a statement may wait for a lock, and take in all: who pressed a button is told within 2.5 s."""
IDLE = 8000
"""Milliseconds that a transaction may do nothing: a process that stands still gives back what it has locked."""
PAGE = 2000
"""Rows fetched at a time where all of them are looked at."""
HANGS = 6.0
"""Seconds after which the server does not answer any more, and the connection is cut."""

# The server is not away; it is busy, and so is what somebody else holds.
BUSY = (errors.LockNotAvailable, errors.QueryCanceled)
# The server is away, full, or no longer the one that takes changes: a new connection may lead to the right one.
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError, errors.ReadOnlySqlTransaction)
# … and all the other connections lead to the wrong one, too.
MOVED = (errors.ReadOnlySqlTransaction, psycopg.InternalError)

T = TypeVar("T")


class Use(Enum):
    """What a connection is for."""

    WRITING = "writing"
    READING = "reading"
    DELIVERING = "delivering"
    """Each statement sees what is there at that moment, so that nothing is chosen that another process has taken."""


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

    def met(self, statement: Executable, values: Sequence[Values]) -> list[int]:
        text = TEXTS.bytes_of(statement)
        if len(values) < 2:
            return [self.raw.execute(text, one).rowcount for one in values]
        with self.raw.pipeline():
            asked = [self.raw.execute(text, one) for one in values]
        return [cursor.rowcount for cursor in asked]

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


class Link:
    """One thread's connection, made when it is needed and again when it broke or the server has moved."""

    def __init__(self, pool: Pool, use: Use) -> None:
        self._pool = pool
        self._use = use
        self._made_for = -1
        self._raw: psycopg.Connection[Row] | None = None
        self.since: float | None = None
        """Since when a transaction is under way; monotonic time."""

    def transact(self, work: Callable[[PostgresConnection], T]) -> T:
        """Runs the work in one transaction and commits it. A look at a server that is there no more is done again."""
        had_one = self._raw is not None
        try:
            return self._transact(work)
        except AWAY:
            if self._use is not Use.READING or not had_one or self._raw is not None:
                raise
        return self._transact(work)

    def _transact(self, work: Callable[[PostgresConnection], T]) -> T:
        raw = self._connected()
        self.since = monotonic()
        try:
            with raw.transaction():
                return work(PostgresConnection(raw))
        except BUSY:
            raise
        except AWAY as error:
            if raw.closed or isinstance(error, MOVED):
                self.close()
                self._pool.moved()
            raise
        finally:
            self.since = None

    def close(self) -> None:
        """Lets go of the connection; the next transaction makes another one."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def hangs(self, seconds: float) -> bool:
        """Whether the server has not answered for so long. Who only reads may take long, unless the server moved."""
        since = self.since
        if since is None or monotonic() - since < seconds:
            return False
        return self._use is not Use.READING or self._made_for != self._pool.generation

    def cut(self) -> None:
        """Ends the connection under the thread that waits for it. May be called from another thread."""
        raw = self._raw
        if raw is None or raw.closed:
            return
        with socket.socket(fileno=socket.dup(raw.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)

    def _connected(self) -> psycopg.Connection[Row]:
        if self._made_for != self._pool.generation:
            self.close()
        if self._raw is None or self._raw.closed:
            self._made_for = self._pool.generation
            self._raw = connect(self._pool.url, read_only=self._use is Use.READING)
            if self._use is Use.DELIVERING:
                self._raw.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        return self._raw


class Pool:
    """All connections of this process to one server.

    When one of them was lost, or leads to a server that takes no changes, none of them is trusted any more: readers
    would go on reading what an old primary holds and never notice.
    """

    def __init__(self, url: str, hangs: float = HANGS) -> None:
        self.url = url
        self.generation = 0
        self._moved_at = float("-inf")
        self._links: list[Link] = []
        self._hangs = hangs
        self._stopped = Event()
        self._watch = Thread(target=self._watching, name="accord-watch", daemon=True)

    def link(self, use: Use) -> Link:
        """A connection for one thread."""
        found = Link(self, use)
        self._links.append(found)
        return found

    def moved(self) -> None:
        """Every connection is made anew before it is used again; at most once a second."""
        if monotonic() - self._moved_at >= 1.0:
            self._moved_at = monotonic()
            self.generation += 1

    def watch(self) -> None:
        """From now on a connection that does not answer any more is cut: a half-dead server hangs up on nobody."""
        self._watch.start()

    def stop(self) -> None:
        """Ends the watch."""
        self._stopped.set()
        if self._watch.ident is not None:
            self._watch.join()

    def _watching(self) -> None:
        while not self._stopped.wait(1.0):
            for link in self._links:
                if link.hangs(self._hangs):
                    link.cut()


def connect(url: str, *, read_only: bool = False, longest: int = LONGEST) -> psycopg.Connection[Row]:
    """A connection whose transactions see one moment, and which never waits for ever.

    `longest`: milliseconds for a statement, 0 for as long as it takes; reading takes what it takes.
    """
    raw = psycopg.connect(
        url,
        connect_timeout=PATIENCE,
        prepare_threshold=2,
        application_name="accord",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=5000,
        options=f"-c statement_timeout={0 if read_only else longest} -c lock_timeout={LOCKED} "
        f"-c idle_in_transaction_session_timeout={IDLE}",
    )
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    raw.read_only = True if read_only else None  # None: as the server has it
    return raw
