"""The threads of one process on PostgreSQL: what one organisation asks for at once goes together, all else alone."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import randbelow
from threading import Event, Lock
from time import monotonic
from typing import TypeVar

from psycopg import errors

from storage.errors import Conflict, StoreUnavailable
from storage.foreseen import Foreseen
from storage.jobs import Answer, Job, Jobs
from storage.piped import PipedConnection
from storage.postgres_links import AWAY, Link, Pool, Use

GROUP = 32
"""Transactions that share one commit at most."""
LONG = 0.2
"""Seconds after which no more of them begin in one transaction."""
WAIT_LITTLE = b"SET LOCAL lock_timeout = 200"
"""Two groups that wait for each other find out sooner than the server does."""
TRIES, TRIES_TOGETHER = 8, 3
"""How often a transaction is tried when others were faster, and one of several jobs."""
MOST_TURNS = 1000
OVERDUE, TROUBLED = 1.4, 5.0
"""Seconds that a job may wait while the server is in trouble, and for which a trouble counts as going on."""

# Somebody else changed what we read, or adds what we add: begin again on what is there now.
FASTER = (Conflict, errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)

T = TypeVar("T")


class Turns:
    """Lets those who were slower come to their turn: one at a time tries again, and new ones wait if that fails too."""

    def __init__(self) -> None:
        self._again = Lock()
        self._open = Event()
        self._open.set()

    def wait(self) -> None:
        """Until nobody who was slower has to be let through."""
        self._open.wait()

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


@dataclass(frozen=True)
class Desk:
    """What all threads of one process share. `turns`: by organisation, so that those of one hold up nobody else."""

    pool: Pool
    turns: OrderedDict[str, Turns] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    foreseen: Foreseen = field(default_factory=Foreseen)
    trouble: list[float] = field(default_factory=lambda: [float("-inf")])
    """When the server was last too busy or away; monotonic time."""

    def turn(self, whose: str) -> Turns:
        """The turns of an organisation."""
        with self.lock:
            found = self.turns.setdefault(whose, Turns())
            self.turns.move_to_end(whose)
            if len(self.turns) > MOST_TURNS:
                self.turns.popitem(last=False)
            return found

    def is_too_late(self, job: Job[object]) -> bool:
        """Whether it has waited so long behind a server in trouble that nobody should wait longer."""
        now = monotonic()
        return now - self.trouble[0] < TROUBLED and now - job.since > OVERDUE


def serve(desk: Desk, jobs: Jobs, *, use: Use) -> None:
    """The body of a thread: does one job after the other until they are closed."""
    link = desk.pool.link(use)
    while batch := jobs.take(1):
        jobs.tell([run(link, desk, job) for job in batch])
        jobs.leave(batch[0].whose)
    link.close()


def serve_groups(desk: Desk, jobs: Jobs) -> None:
    """The same for writers: what waits of one organisation goes together, for as long as nothing goes wrong."""
    link = desk.pool.link(Use.WRITING)
    while batch := jobs.take(GROUP):
        whose = batch[0].whose
        while whose and batch and (answers := together(link, desk, batch)):
            jobs.tell(answers)
            batch = batch[len(answers) :]
        jobs.leave(whose)
        for job in batch:
            jobs.tell([run(link, desk, job)])
    link.close()


def together(link: Link, desk: Desk, batch: Sequence[Job[object]]) -> list[Answer[object]]:
    """The answers of the first of these jobs, committed together: all of them, unless that would take long.

    None when something goes wrong with one of them, or somebody else holds what it needs: then each is to be done
    alone, so that it harms only itself, and no two groups wait for each other.
    """

    def work(connection: PipedConnection) -> list[Answer[object]]:
        begun = monotonic()
        connection.pipe.send(WAIT_LITTLE, {})
        connection.foresee(batch[0].whose, [job.origin for job in batch if job.origin], desk.foreseen)
        return [Answer(job, _learning(connection, desk, job)) for job in batch if monotonic() - begun < LONG]

    if any(desk.is_too_late(job) for job in batch):
        return []
    desk.turn(batch[0].whose).wait()
    try:
        for _ in range(TRIES_TOGETHER):
            with suppress(*FASTER):
                return link.change(work)
        return []
    except errors.LockNotAvailable:
        return []
    except AWAY as error:
        return [_unavailable(desk, job, error) for job in batch]
    except Exception:  # noqa: BLE001  # nothing has changed, and whoever is to blame will be told
        return []


def _learning(connection: PipedConnection, desk: Desk, job: Job[object]) -> object:
    if job.origin is None:
        return job.work(connection)
    return connection.learning(job.work, job.origin, desk.foreseen)


def run(link: Link, desk: Desk, job: Job[object]) -> Answer[object]:
    """The job's answer. Whatever it raises belongs to the one who waits for it, not to this thread."""
    if desk.is_too_late(job):
        return Answer(job, error=StoreUnavailable("too much waits for the database"))
    try:
        return Answer(job, desk.turn(job.whose).take(lambda: link.transact(job.work)))
    except FASTER as error:
        conflict = Conflict()
        conflict.__cause__ = error
        return Answer(job, error=conflict)
    except AWAY as error:
        return _unavailable(desk, job, error)
    except BaseException as error:  # noqa: BLE001  # raised again where the answer is awaited
        return Answer(job, error=error)


def _unavailable(desk: Desk, job: Job[object], error: Exception) -> Answer[object]:
    desk.trouble[0] = monotonic()
    unavailable = StoreUnavailable(type(error).__name__)
    unavailable.__cause__ = error
    return Answer(job, error=unavailable)
