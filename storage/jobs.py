"""Work on its way from the event loop to the threads that own the connections, and the answers on their way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, TypeVar

from storage.connections import Connection
from storage.errors import StoreUnavailable

T = TypeVar("T")


class Job(NamedTuple, Generic[T]):
    """One transaction's work and who waits for it."""

    work: Callable[[Connection], T]
    waiting: asyncio.Future[T]


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
    """A queue of jobs for one or more threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._gathered: list[Job[object]] = []
        self._waiting: SimpleQueue[Job[object] | None] = SimpleQueue()
        self._closed = False

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Has a thread do the work inside a transaction; returns once that is committed."""
        if self._closed:
            raise StoreUnavailable("the store is closed")
        waiting: asyncio.Future[T] = self._loop.create_future()
        if not self._gathered:
            self._loop.call_soon(self._hand_over)
        self._gathered.append(Job(work, waiting))  # type: ignore[arg-type]
        return await waiting

    def _hand_over(self) -> None:
        """What one turn of the loop has gathered goes together: loop and threads take turns instead of fighting over
        the interpreter, and more share a commit."""
        for job in self._gathered:
            self._waiting.put(job)
        self._gathered.clear()

    def take(self, limit: int) -> list[Job[object]]:
        """Waits for a job and adds what else is waiting, up to `limit`; empty when the thread should end."""
        first = self._waiting.get()
        if first is None:
            self._waiting.put(None)  # for the next thread
            return []
        jobs = [first]
        while len(jobs) < limit:
            try:
                job = self._waiting.get_nowait()
            except Empty:
                break
            if job is None:
                self._waiting.put(None)
                break
            jobs.append(job)
        return jobs

    def tell(self, answers: Sequence[Answer[object]]) -> None:
        """Wakes everybody who waits for these answers, with one call to the loop."""
        self._loop.call_soon_threadsafe(_tell, answers)

    def close(self) -> None:
        """Lets the threads finish what is waiting and end."""
        self._closed = True
        self._hand_over()
        self._waiting.put(None)


def _tell(answers: Iterable[Answer[object]]) -> None:
    for answer in answers:
        answer.tell()
