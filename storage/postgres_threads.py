"""The threads of one process on PostgreSQL: what one organisation asks for at once goes together, all else alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from psycopg import errors

from storage.errors import Conflict, StoreUnavailable
from storage.foreseen import Foreseen
from storage.jobs import Answer, Job, Jobs
from storage.patience import Patience
from storage.piped import PipedConnection
from storage.postgres_links import AWAY, Link, Pool, Use
from storage.turns import FASTER, Turns

GROUP = 32
"""Transactions that share one commit at most."""
LONG = 0.2
"""Seconds after which no more of them begin in one transaction."""
WAIT_LITTLE = b"SET LOCAL lock_timeout = 200"
"""Two groups that wait for each other find out sooner than the server does."""
HARDLY = b"SET LOCAL lock_timeout = 20"
"""Long enough to learn which job of a group needs what somebody else holds."""
A_THIRD = b"SELECT set_config('lock_timeout', (setting::integer / 3)::text, true) FROM pg_settings " + (
    b"WHERE name = 'lock_timeout'"
)
"""Of the time that a person's command waits for a lock: a due item is tried again soon, and the tick waits for it."""
TRIES_TOGETHER = 3
"""How often a transaction of several jobs is tried when others were faster."""
MOST_TURNS = 1000


@dataclass(frozen=True)
class Desk:
    """What all threads of one process share. `turns`: by organisation, so that those of one hold up nobody else."""

    pool: Pool
    turns: OrderedDict[str, Turns] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    foreseen: Foreseen = field(default_factory=Foreseen)
    patience: Patience = field(default_factory=Patience)

    def turn(self, whose: str) -> Turns:
        """The turns of an organisation."""
        with self.lock:
            found = self.turns.setdefault(whose, Turns())
            self.turns.move_to_end(whose)
            if len(self.turns) > MOST_TURNS:
                self.turns.popitem(last=False)
            return found


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
        first = batch[0]
        if first.patient:
            jobs.tell([run(link, desk, first)])
            jobs.leave(first.queue)
            continue
        while first.whose and batch and (answers := together(link, desk, batch)):
            jobs.tell(answers)
            batch = batch[len(answers) :]
        jobs.leave(first.queue)
        jobs.wait_apart(one_by_one(link, desk, batch, jobs))
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

    if any(desk.patience.is_over(job) for job in batch):
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


def one_by_one(link: Link, desk: Desk, batch: Sequence[Job[object]], jobs: Jobs) -> list[Job[object]]:
    """Does each of these jobs that can be done, and tells the answer; returns those that somebody else stands in the
    way of, before any of them has waited for long: the others are not to wait for that."""
    locked: list[Job[object]] = []
    for job in batch:
        try:
            jobs.tell([run(link, desk, job, first=HARDLY)])
        except errors.LockNotAvailable:
            locked.append(job)
    if batch:
        desk.patience.met_locks(batch[0].whose, len(locked))
    return locked


def run(link: Link, desk: Desk, job: Job[object], first: bytes = b"") -> Answer[object]:
    """The job's answer. Whatever it raises belongs to the one who waits for it, not to this thread.

    `first`: how long this job waits for a lock, if not as long as anybody may; it raises LockNotAvailable then.
    """
    if desk.patience.is_over(job):
        return Answer(job, error=StoreUnavailable("too much waits for the database"))
    try:
        return Answer(job, desk.turn(job.whose).take(lambda: _transact(link, job, first)))
    except FASTER as error:
        conflict = Conflict()
        conflict.__cause__ = error
        return Answer(job, error=conflict)
    except AWAY as error:
        if first and isinstance(error, errors.LockNotAvailable):
            raise
        return _unavailable(desk, job, error)
    except BaseException as error:  # noqa: BLE001  # raised again where the answer is awaited
        return Answer(job, error=error)


def _transact(link: Link, job: Job[object], first: bytes) -> object:
    first = first or (A_THIRD if job.is_clocks else b"")
    if not first:
        return link.transact(job.work)

    def work(connection: PipedConnection) -> object:
        connection.pipe.send(first, {})
        return job.work(connection)

    return link.change(work)


def _unavailable(desk: Desk, job: Job[object], error: Exception) -> Answer[object]:
    if isinstance(error, errors.LockNotAvailable):
        desk.patience.waited_in_vain()
    else:
        desk.patience.server_in_trouble()
    unavailable = StoreUnavailable(type(error).__name__)
    unavailable.__cause__ = error
    return Answer(job, error=unavailable)
