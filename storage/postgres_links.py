"""Connections to PostgreSQL: what runs on one, and how a whole pool finds the server again after it has moved."""

from __future__ import annotations

import socket
from collections.abc import Callable
from enum import Enum
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from storage.connections import Connection, Row
from storage.on_postgres import PostgresConnection
from storage.pipe import Pipe, Prepared
from storage.piped import PipedConnection

PATIENCE = 2
"""Seconds to wait for the server to accept a connection; libpq takes no less."""
LOCKED, LONGEST = 1500, 2000
"""Milliseconds that a statement may wait for a lock, and take in all: who pressed a button is told within 2.5 s.

Longer than the second (`deadlock_timeout`) after which PostgreSQL has its own tidying up of a table make way for us.
"""
IDLE = 8000
"""Milliseconds that a transaction may do nothing: a process that stands still gives back what it has locked."""
PREPARED = 500
"""Statements that the server keeps prepared for a connection; we have fewer."""
NAME = "accord"
"""What the server calls our sessions, but for those that may take as long as they need."""
HANGS = 6.0
"""Seconds after which the server does not answer any more, and the connection is cut."""

PLANNED_FOR = 1.0
"""Seconds after which a busy connection has its statements planned anew. The server plans each once and for all, for
the table as it is then: what was planned for an empty one may walk through all of an organisation's rows when there are
thousands, until the server happens to look at that table, which may take it a minute."""
AFRESH = b"DISCARD PLANS"

# The server is not away; it is busy, and so is what somebody else holds.
BUSY = (errors.LockNotAvailable, errors.QueryCanceled)
# The server is away, full, or no longer the one that takes changes: a new connection may lead to the right one.
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError, errors.ReadOnlySqlTransaction)
# … and all the other connections lead to the wrong one, too.
MOVED = (errors.ReadOnlySqlTransaction, psycopg.InternalError)

# What is prepared was for tables that have changed since, or for another server behind the same address.
STALE = (errors.FeatureNotSupported, errors.InvalidSqlStatementName)

T = TypeVar("T")
C = TypeVar("C")


class Use(Enum):
    """What a connection is for."""

    WRITING = "writing"
    READING = "reading"
    DELIVERING = "delivering"
    """Each statement sees what is there at that moment, so that nothing is chosen that another process has taken."""


BEGIN = {
    Use.WRITING: b"BEGIN ISOLATION LEVEL REPEATABLE READ",
    Use.DELIVERING: b"BEGIN ISOLATION LEVEL READ COMMITTED",
}


class Link:
    """One thread's connection, made when it is needed and again when it broke or the server has moved."""

    def __init__(self, pool: Pool, use: Use) -> None:
        self._pool = pool
        self._use = use
        self._made_for = -1
        self._raw: psycopg.Connection[Row] | None = None
        self._prepared = Prepared()
        self.since: float | None = None
        """Since when the server owes an answer to the transaction that is under way; monotonic time."""

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Runs the work in one transaction and commits it. A look at a server that is there no more is done again."""
        if self._use is not Use.READING:
            return self.change(work)
        had_one = self._raw is not None
        try:
            return self._transact(_looked, work)
        except AWAY:
            if not had_one or self._raw is not None:
                raise
        return self._transact(_looked, work)

    def change(self, work: Callable[[PipedConnection], T]) -> T:
        """The same, for who writes."""
        return self._transact(self._changed, work)

    def _changed(self, raw: psycopg.Connection[Row], work: Callable[[PipedConnection], T]) -> T:
        if self._prepared.plans_are_old:
            raw.pgconn.exec_(AFRESH)
            self._prepared.planned()
        pipe = Pipe(raw, self._prepared, self._heard)
        try:
            pipe.send(BEGIN[self._use], {})
            connection = PipedConnection(pipe)
            done = work(connection)
            connection.check()
            pipe.end(b"COMMIT")
        except BaseException as error:
            if isinstance(error, STALE) or not pipe.back():
                raw.close()
            raise
        return done

    def _heard(self) -> None:
        self.since = monotonic()

    def _transact(self, run: Callable[[psycopg.Connection[Row], Callable[[C], T]], T], work: Callable[[C], T]) -> T:
        raw = self._connected()
        self.since = monotonic()
        try:
            return run(raw, work)
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
            self._prepared = Prepared(self._pool.planned_for)
        return self._raw


def _looked(raw: psycopg.Connection[Row], work: Callable[[Connection], T]) -> T:
    with raw.transaction():
        return work(PostgresConnection(raw))


class Pool:
    """All connections of this process to one server.

    When one of them was lost, or leads to a server that takes no changes, none of them is trusted any more: readers
    would go on reading what an old primary holds and never notice.
    """

    def __init__(self, url: str, hangs: float = HANGS, planned_for: float = PLANNED_FOR) -> None:
        self.url = url
        self.planned_for = planned_for
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

    `longest`: milliseconds for a statement, 0 for as long as it takes; reading takes what it takes. Where the URL
    says something of these limits (`connect_timeout`, `options`), that goes before.
    """
    given = conninfo_to_dict(url)
    raw = psycopg.connect(
        url,
        connect_timeout=given.get("connect_timeout", PATIENCE),
        prepare_threshold=2,
        application_name=NAME if longest else f"{NAME}-copying",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=5000,
        options=f"-c statement_timeout={0 if read_only else longest} -c lock_timeout={LOCKED} "
        f"-c idle_in_transaction_session_timeout={IDLE} {given.get('options', '')}",
    )
    raw.prepared_max = PREPARED
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    raw.read_only = True if read_only else None  # None: as the server has it
    return raw
