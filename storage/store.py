"""The store: whole transactions go to the threads that own the connections, and come back committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import TypeVar

from flows.errors import Unavailable
from flows.wire import Wire
from storage.audit import Cause
from storage.connections import Connection
from storage.decoded import Decoded
from storage.due import Due, due, next_due
from storage.errors import AlreadyHandled, Conflict, StoreRefused, StoreUnavailable
from storage.jobs import Jobs
from storage.opening import Opened, open_database
from storage.shelf import Desk
from storage.transaction import Transaction

__all__ = [
    "AlreadyHandled",
    "Cause",
    "Conflict",
    "Due",
    "Store",
    "StoreRefused",
    "StoreUnavailable",
    "Transaction",
]

T = TypeVar("T")
REMEMBERED = 5.0
"""Seconds for which a change that the database would not take counts as a trouble that goes on."""


class Store:
    """One open database. `run` and `read` may be called from one event loop, by any number of tasks.

    `twice`: the organisations whose channels are in two chats; see `storage.outbox`. `silence`: why this process
    changes nothing, a sentence; "" while it goes about its work.
    """

    def __init__(self, opened: Opened, wire: Wire, remembered: float = REMEMBERED) -> None:
        loop = asyncio.get_running_loop()
        self._opened = opened
        self.wire = wire
        self._decoded = Decoded(wire)
        self._trouble = float("-inf"), ""
        self._remembered = remembered
        self.silence = ""
        self.twice: frozenset[str] = frozenset()
        self._writing, self._reading = Jobs(loop), Jobs(loop)
        self._threads = [
            *(
                Thread(target=serve, args=(self._writing,), name="accord-writer", daemon=True)
                for serve in opened.writers
            ),
            *(
                Thread(target=serve, args=(self._reading,), name="accord-reader", daemon=True)
                for serve in opened.readers
            ),
        ]

    @classmethod
    async def open(cls, url: str, wire: Wire, remembered: float = REMEMBERED) -> Store:
        """Opens `sqlite:///file` (made when new) or `postgresql://…`. Raises StoreRefused."""
        store = cls(await asyncio.to_thread(open_database, url), wire, remembered)
        for thread in store._threads:
            thread.start()
        return store

    async def run(self, organisation_id: str, cause: Cause, work: Callable[[Transaction], T]) -> T:
        """Runs `work` in a transaction that may change records, and returns once that is safely on disk.

        `work` does no input or output of its own, and may run more than once. When it raises, nothing has changed.
        Raises Conflict, and StoreUnavailable when the database cannot take the change now.
        """

        def job(connection: Connection) -> T:
            transaction = Transaction(self._desk(connection, organisation_id, may_change=True), cause)
            result = work(transaction)
            transaction.finish()
            return result

        return await self._write(job)

    async def read(self, organisation_id: str, work: Callable[[Transaction], T]) -> T:
        """Runs `work` on the records as they are now, without waiting for any writer; changes are refused."""

        def job(connection: Connection) -> T:
            return work(Transaction(self._desk(connection, organisation_id, may_change=False), None))

        return await self._reading.do(job)

    async def change(self, work: Callable[[Connection], T], *, even_silent: bool = False) -> T:
        """A change by storage's own functions that is about no record, such as a delivery; see `run`."""
        return await self._write(work, even_silent=even_silent)

    @property
    def trouble(self) -> str:
        """Why the database would not take a change in the last few seconds; "" when it did."""
        at, reason = self._trouble
        return reason if asyncio.get_running_loop().time() - at < self._remembered else ""

    async def _write(self, job: Callable[[Connection], T], *, even_silent: bool = False) -> T:
        if self.silence and not even_silent:
            raise StoreUnavailable(self.silence)
        try:
            return await self._writing.do(job)
        except Unavailable as error:
            self._trouble = asyncio.get_running_loop().time(), str(error)
            raise

    async def look(self, work: Callable[[Connection], T]) -> T:
        """A look by storage's own functions; see `read`."""
        return await self._reading.do(work)

    async def due(self, now: datetime, limit: int) -> list[Due]:
        """Records whose time has come, at most `limit`, each organisation in its turn.

        A record stays due until a transaction gives it another time: that transaction has to look again.
        """
        return await self.look(lambda connection: due(connection, now, limit))

    async def next_due(self, organisation_id: str) -> datetime | None:
        """When something will next be due or may next be sent; None when nothing waits."""
        return await self.look(lambda connection: next_due(connection, organisation_id))

    async def close(self) -> None:
        """Finishes what is waiting and closes the database."""
        self._writing.close()
        self._reading.close()
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        self._opened.close()

    def _desk(self, connection: Connection, organisation_id: str, *, may_change: bool) -> Desk:
        return Desk(connection, self._decoded, self.wire, organisation_id, may_change, organisation_id in self.twice)
