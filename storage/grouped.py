"""Jobs that go together: one thread at a time is at an organisation's, and takes what waits of it at once."""

from __future__ import annotations

import asyncio
from threading import Condition

from storage.jobs import Job, Jobs


class Grouped(Jobs):
    """For threads each of which has a connection of its own.

    Two that were at the same organisation would read and change the same records and outrun each other; what belongs to
    nobody is done one by one, by any thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._ready = Condition(self._lock)
        self._taken: set[str] = set()

    def take(self, limit: int) -> list[Job[object]]:
        """Waits for jobs of an organisation that no other thread is at, up to `limit`; empty when the thread should
        end. Until `leave` is called, the organisation belongs to this thread.
        """
        with self._ready:
            while (whose := self._free()) is None:
                if self._is_over:
                    return []
                self._ready.wait()
            if whose:
                self._taken.add(whose)
            taken = [self._next_of(whose) for _ in range(min(limit, len(self._turns[whose])) if whose else 1)]
            if self._is_over:
                self._ready.notify_all()
            return taken

    def _free(self) -> str | None:
        """The organisation whose turn it is, of those that nobody is at."""
        return next((one for one in self._turns if one not in self._taken), None)

    @property
    def _is_over(self) -> bool:
        return self._closed and not self._turns

    def leave(self, whose: str) -> None:
        """Lets other threads have that organisation's jobs."""
        with self._ready:
            self._taken.discard(whose)
            self._ready.notify()

    def _waken(self, count: int) -> None:
        with self._ready:
            self._ready.notify(count)

    def _end(self) -> None:
        with self._ready:
            self._ready.notify_all()
