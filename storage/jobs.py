"""Work on its way from the event loop to the threads that own the connections, and the answers on their way back."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from storage.connections import Connection
from storage.errors import StoreUnavailable
from storage.foreseen import Origin

T = TypeVar("T")
LOCKED = "\0"
"""How the queue's name begins of jobs that wait for what somebody else holds; no organisation is called so."""


class Job(NamedTuple, Generic[T]):
    """One transaction's work and who waits for it. `whose`: the organisation, "" for none; `since`: monotonic time.

    `origin`: where it comes from, if it is a person's command or a due item. `patient`: it has met a lock.
    """

    work: Callable[[Connection], T]
    waiting: asyncio.Future[T]
    whose: str
    since: float
    origin: Origin | None = None
    patient: bool = False

    @property
    def is_clocks(self) -> bool:
        """Whether it carries out a due item, so that nobody looks at a screen meanwhile."""
        return self.origin is not None and bool(self.origin.item)

    @property
    def queue(self) -> str:
        """Behind what it waits: the others of its organisation, or those of them that have met a lock."""
        return f"{LOCKED}{self.whose}" if self.patient else self.whose


class Answer(NamedTuple, Generic[T]):
    """How a job ended: with a value, or with an error for the one who waits."""

    job: Job[T]
    value: T | None = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Hands the answer over, on the loop; nobody may be waiting any more."""
        if self.job.waiting.done():
            return
        if self.error is not None:
            self.job.waiting.set_exception(self.error)
        else:
            self.job.waiting.set_result(self.value)  # type: ignore[arg-type]


class Jobs:
    """A queue of jobs for one or more threads. Organisations take turns: a flood of one waits behind itself only."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._gathered: list[Job[object]] = []
        self._lock = Lock()
        self._turns: dict[str, deque[Job[object]]] = {}
        self._tokens: SimpleQueue[bool] = SimpleQueue()  # True for each job that waits, False at the end
        self._closed = False

    async def do(self, work: Callable[[Connection], T], whose: str = "", origin: Origin | None = None) -> T:
        """Has a thread do the work inside a transaction; returns once that is committed."""
        if self._closed:
            raise StoreUnavailable("the store is closed")
        waiting: asyncio.Future[T] = self._loop.create_future()
        if not self._gathered:
            self._loop.call_soon(self._hand_over)
        self._gathered.append(Job(work, waiting, whose, monotonic(), origin))  # type: ignore[arg-type]
        return await waiting

    def _hand_over(self) -> None:
        """What one turn of the loop has gathered goes together: loop and threads take turns instead of fighting over
        the interpreter, and more share a commit."""
        with self._lock:
            for job in self._gathered:
                self._turns.setdefault(job.whose, deque()).append(job)
        self._waken(len(self._gathered))
        self._gathered.clear()

    def _waken(self, count: int) -> None:
        for _ in range(count):
            self._tokens.put(True)

    def _end(self) -> None:
        self._tokens.put(False)

    def take(self, limit: int) -> list[Job[object]]:
        """Waits for a job and adds what else is waiting, up to `limit`; empty when the thread should end."""
        if not self._tokens.get():
            self._tokens.put(False)  # for the next thread
            return []
        taken = 1
        while taken < limit:
            try:
                more = self._tokens.get_nowait()
            except Empty:
                break
            if not more:
                self._tokens.put(False)
                break
            taken += 1
        with self._lock:
            return [self._next_of(next(iter(self._turns))) for _ in range(taken)]

    def leave(self, queue: str) -> None:
        """Nobody keeps a queue to himself here; see `storage.grouped`."""

    def wait_apart(self, jobs: Sequence[Job[object]]) -> None:
        """Puts jobs that have met a lock where they hold up only each other."""
        with self._lock:
            for job in jobs:
                apart = job._replace(patient=True)
                self._turns.setdefault(apart.queue, deque()).append(apart)
        self._waken(len(jobs))

    def _next_of(self, whose: str) -> Job[object]:
        """The first job of that organisation, which has had its turn."""
        jobs = self._turns.pop(whose)
        job = jobs.popleft()
        if jobs:
            self._turns[whose] = jobs
        return job

    def tell(self, answers: Sequence[Answer[object]]) -> None:
        """Wakes everybody who waits for these answers, with one call to the loop."""
        self._loop.call_soon_threadsafe(_tell, answers)

    def close(self) -> None:
        """Lets the threads finish what is waiting and end."""
        self._closed = True
        self._hand_over()
        self._end()


def _tell(answers: Iterable[Answer[object]]) -> None:
    for answer in answers:
        answer.tell()
