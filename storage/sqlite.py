"""SQLite: one writer thread that groups commits, and readers on connections of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from sqlalchemy import Executable, Table
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from storage.connections import Change, Row, Values
from storage.errors import Conflict, StoreUnavailable
from storage.jobs import Answer, Job, Jobs
from storage.known import Known
from storage.placed import PlacedTexts

TEXTS = PlacedTexts(SQLiteDialect(paramstyle="qmark"))
PATIENCE = 5.0
"""Seconds to wait for a lock that another program holds."""
CACHE = 2048
"""KiB of pages that a connection keeps. The system keeps them too: 16 MiB made nothing faster on 200,000 rows."""
GROUP = 64
"""Transactions that share one commit at most, so that the first of them does not wait long for the others."""


class SqliteConnection:
    """Runs compiled statements on sqlite3. See `storage.connections.Connection`."""

    alone = True

    def __init__(self, raw: sqlite3.Connection, known: Known | None = None) -> None:
        self.raw = raw
        self.known = known
        self._seen = 0

    def fresh(self, organisation_id: str, event_id: str) -> bool | None:
        del organisation_id, event_id
        return None

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        text, taken = TEXTS.of(statement)
        return self.raw.execute(text, taken(values)).fetchall()

    def each(self, statement: Executable, values: Sequence[Values]) -> list[list[Row]]:
        text, taken = TEXTS.of(statement)
        return [self.raw.execute(text, taken(one)).fetchall() for one in values]

    def met(self, statement: Executable, values: Sequence[Values]) -> list[int]:
        text, taken = TEXTS.of(statement)
        return [self.raw.execute(text, taken(one)).rowcount for one in values]

    def notice_others(self) -> None:
        """Forgets what is known if another program has written since this was last asked."""
        if self.known is not None:
            (version,) = self.raw.execute("PRAGMA data_version").fetchone()
            if version != self._seen:
                self._seen = version
                self.known.forget()

    def forget(self) -> None:
        """What was read or written in a transaction that was taken back is not so."""
        if self.known is not None:
            self.known.forget()

    def lock(self, table: Table) -> None:
        """There is only one writer, and this is it."""

    def stream(self, statement: Executable, values: Values) -> Iterator[Row]:
        text, taken = TEXTS.of(statement)
        yield from self.raw.execute(text, taken(values))

    def change(self, changes: Sequence[Change]) -> None:
        for change in changes:
            text, taken = TEXTS.of(change.statement)
            done = self.raw.executemany(text, map(taken, change.values))
            if change.exactly_one and done.rowcount != len(change.values):
                raise Conflict


def connect(path: str, *, read_only: bool = False, patience: float = PATIENCE) -> sqlite3.Connection:
    """A durable connection whose transactions begin and end only when we say so."""
    raw = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE}",
        "wal_autocheckpoint=4000",
        f"query_only={int(read_only)}",
    ):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def write(raw: sqlite3.Connection, jobs: Jobs) -> None:
    """The writer thread: takes what waits, one commit for all of it, until the jobs are closed."""
    connection = SqliteConnection(raw, Known())
    while batch := jobs.take(GROUP):
        jobs.tell(commit_together(connection, batch))


def read(raw: sqlite3.Connection, jobs: Jobs) -> None:
    """A reader thread: each job sees the database as it was when the job began."""
    connection = SqliteConnection(raw)
    while batch := jobs.take(1):
        jobs.tell([_look(connection, job) for job in batch])


def commit_together(connection: SqliteConnection, batch: Sequence[Job[object]]) -> list[Answer[object]]:
    """Runs all jobs, then commits them; a failing job takes only itself back."""
    raw = connection.raw
    try:
        _begin(connection)
        answers = _at_once(connection, batch)
        if answers is None:
            raw.execute("ROLLBACK")
            connection.forget()
            _begin(connection)
            answers = [_alone(connection, job) for job in batch]
        raw.execute("COMMIT")
    except sqlite3.Error as error:
        _end(raw)
        connection.forget()
        return [Answer(job, error=_gone(error)) for job in batch]
    return answers


def _begin(connection: SqliteConnection) -> None:
    connection.raw.execute("BEGIN IMMEDIATE")
    connection.notice_others()


def _at_once(connection: SqliteConnection, batch: Sequence[Job[object]]) -> list[Answer[object]] | None:
    """The answers of all jobs; None when one failed after it had written, so that each has to be done by itself.

    That is rare, and so nobody pays for being taken back alone: two savepoints cost a press a tenth of its time.
    """
    raw = connection.raw
    answers: list[Answer[object]] = []
    for job in batch:
        written = raw.total_changes
        answer = run(connection, job)
        _check_open(raw, answer)
        if answer.error is not None and raw.total_changes != written:
            return None
        answers.append(answer)
    return answers


def _alone(connection: SqliteConnection, job: Job[object]) -> Answer[object]:
    raw = connection.raw
    raw.execute("SAVEPOINT job")
    answer = run(connection, job)
    _check_open(raw, answer)
    if answer.error is not None:
        raw.execute("ROLLBACK TO job")
        connection.forget()
    raw.execute("RELEASE job")
    return answer


def _check_open(raw: sqlite3.Connection, answer: Answer[object]) -> None:
    """A full disk ends the whole transaction, with what was done before."""
    if not raw.in_transaction:
        raise sqlite3.OperationalError(str(answer.error))


def _look(connection: SqliteConnection, job: Job[object]) -> Answer[object]:
    try:
        connection.raw.execute("BEGIN")
        return run(connection, job)
    except sqlite3.Error as error:
        return Answer(job, error=_gone(error))
    finally:
        _end(connection.raw)


def run(connection: SqliteConnection, job: Job[object]) -> Answer[object]:
    """The job's answer. Whatever it raises belongs to the one who waits for it, not to this thread."""
    try:
        return Answer(job, job.work(connection))
    except sqlite3.OperationalError as error:
        return Answer(job, error=_gone(error))
    except BaseException as error:  # noqa: BLE001  # raised again where the answer is awaited
        return Answer(job, error=error)


def _end(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        raw.execute("ROLLBACK")


def _gone(error: BaseException | None) -> StoreUnavailable:
    unavailable = StoreUnavailable(str(error))
    unavailable.__cause__ = error
    return unavailable
