"""Jobs that go together: one thread at a time is at an organisation's, and takes what waits of it at once."""

from __future__ import annotations

import asyncio
from threading import Condition

from storage.jobs import LOCKED, Job, Jobs

WAITING = 2
"""Threads that may wait for locks at the same time; the others do what nobody else stands in the way of."""


class Grouped(Jobs):
    """For threads each of which has a connection of its own.

    Two that were at the same organisation would read and change the same records and outrun each other; what belongs to
    nobody is done one by one, by any thread; and so is, beside the others, what has met a lock.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._ready = Condition(self._lock)
        self._taken: set[str] = set()

    def take(self, limit: int) -> list[Job[object]]:
        """Waits for jobs of an organisation that no other thread is at, up to `limit`; empty when the thread should
        end. Until `leave` is called, their queue belongs to this thread.
        """
        with self._ready:
            while (queue := self._free()) is None:
                if self._is_over:
                    return []
                self._ready.wait()
            if queue:
                self._taken.add(queue)
            together = bool(queue) and not queue.startswith(LOCKED)
            taken = [self._next_of(queue) for _ in range(min(limit, len(self._turns[queue])) if together else 1)]
            if self._is_over:
                self._ready.notify_all()
            return taken

    def _free(self) -> str | None:
        """The queue whose turn it is, of those that nobody is at."""
        may_wait = sum(one.startswith(LOCKED) for one in self._taken) < WAITING
        free = (one for one in self._turns if one not in self._taken)
        return next((one for one in free if may_wait or not one.startswith(LOCKED)), None)

    @property
    def _is_over(self) -> bool:
        return self._closed and not self._turns

    def leave(self, queue: str) -> None:
        """Lets other threads have the jobs there."""
        with self._ready:
            self._taken.discard(queue)
            self._ready.notify()

    def _waken(self, count: int) -> None:
        with self._ready:
            self._ready.notify(count)

    def _end(self) -> None:
        with self._ready:
            self._ready.notify_all()
