"""The store: whole transactions go to the threads that own the connections, and come back committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from random import SystemRandom
from threading import Thread
from time import monotonic
from typing import TypeVar

from flows.errors import Unavailable
from flows.wire import Wire
from storage.audit import Cause
from storage.connections import Connection
from storage.decoded import Decoded
from storage.due import Due, due, next_due
from storage.errors import AlreadyHandled, Conflict, StoreRefused, StoreUnavailable
from storage.foreseen import Origin
from storage.grouped import Grouped
from storage.instants import instant
from storage.jobs import Jobs
from storage.opening import Opened, open_database
from storage.rings import Ring
from storage.shares import in_turn
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
ANYHOW = SystemRandom()
SPREAD, FEW = 5, 20
"""Of how many times as many items a process takes its share, and how few are not worth sharing."""
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
        self._writing, self._reading = Grouped(loop) if self.shared else Jobs(loop), Jobs(loop)
        self._delivering = Jobs(loop) if opened.couriers else self._writing
        self._threads = [
            *(
                Thread(target=serve, args=(self._writing,), name="accord-writer", daemon=True)
                for serve in opened.writers
            ),
            *(
                Thread(target=serve, args=(self._reading,), name="accord-reader", daemon=True)
                for serve in opened.readers
            ),
            *(
                Thread(target=serve, args=(self._delivering,), name="accord-courier", daemon=True)
                for serve in opened.couriers
            ),
        ]

    @classmethod
    async def open(cls, url: str, wire: Wire, remembered: float = REMEMBERED) -> Store:
        """Opens `sqlite:///file` (made when new) or `postgresql://…`. Raises StoreRefused."""
        store = cls(await asyncio.to_thread(open_database, url), wire, remembered)
        for thread in store._threads:
            thread.start()
        return store

    async def run(
        self, organisation_id: str, cause: Cause, work: Callable[[Transaction], T], *, telling: bool = True
    ) -> T:
        """Runs `work` in a transaction that may change records, and returns once that is safely on disk.

        `work` does no input or output of its own, and may run more than once. When it raises, nothing has changed.
        Raises Conflict, and StoreUnavailable when the database cannot take the change now. `telling`: whether that
        is a trouble of the database, and not perhaps of this one change.
        """

        def job(connection: Connection) -> tuple[T, bool]:
            transaction = Transaction(self._desk(connection, organisation_id, may_change=True), cause)
            result = work(transaction)
            transaction.finish()
            return result, transaction.changed_who_is_here

        origin = Origin(organisation_id, cause.actor_id, cause.command, cause.event, cause.item)
        result, changed = await self._write(
            job, organisation_id, origin=origin if cause.event or cause.item else None, telling=telling
        )
        if changed:
            self.ring(Ring.PEOPLE)
        return result

    async def read(self, organisation_id: str, work: Callable[[Transaction], T]) -> T:
        """Runs `work` on the records as they are now, without waiting for any writer; changes are refused."""

        def job(connection: Connection) -> T:
            return work(Transaction(self._desk(connection, organisation_id, may_change=False), None))

        return await self._reading.do(job, organisation_id)

    async def change(self, work: Callable[[Connection], T], whose: str = "", *, even_silent: bool = False) -> T:
        """A change by storage's own functions that is about no record, such as a delivery; see `run`.

        `whose`: the organisation with whose commands it may share a transaction.
        """
        return await self._write(work, whose, even_silent=even_silent)

    @property
    def trouble(self) -> str:
        """Why the database would not take a change in the last few seconds; "" when it did."""
        at, reason = self._trouble
        return reason if asyncio.get_running_loop().time() - at < self._remembered else ""

    async def deliver(self, work: Callable[[Connection], T]) -> T:
        """A change by delivery; see `run`. Where there are several processes it goes beside all other changes."""
        return await self._write(work, jobs=self._delivering)

    async def _write(
        self,
        job: Callable[[Connection], T],
        whose: str = "",
        *,
        even_silent: bool = False,
        jobs: Jobs | None = None,
        origin: Origin | None = None,
        telling: bool = True,
    ) -> T:
        if self.silence and not even_silent:
            raise StoreUnavailable(self.silence)
        try:
            return await (jobs or self._writing).do(job, whose, origin)
        except Unavailable as error:
            if telling:
                self._trouble = asyncio.get_running_loop().time(), str(error)
            raise

    async def look(self, work: Callable[[Connection], T]) -> T:
        """A look by storage's own functions; see `read`."""
        return await self._reading.do(work)

    async def due(self, now: datetime, limit: int) -> list[Due]:
        """Records whose time has come, at most `limit`, each organisation in its turn.

        A record stays due until a transaction gives it another time: that transaction has to look again. Where many are
        due and other processes ask as well, each gets others.
        """
        if not self.shared:
            return await self.look(lambda connection: due(connection, now, limit))
        found = await self.look(lambda connection: due(connection, now, SPREAD * limit))
        if len(found) > FEW:
            ANYHOW.shuffle(found)
        return list(in_turn(found, attrgetter("organisation_id")))[:limit]

    async def true_time(self) -> datetime | None:
        """What time it is for all processes on this database; None where this is the only one."""
        ask = self._opened.time
        if ask is None:
            return None

        def job(connection: Connection) -> tuple[int, float]:
            asked = monotonic()
            found = ask(connection)
            return found, (asked + monotonic()) / 2

        found, at = await self._reading.do(job)
        return instant(found) + timedelta(seconds=monotonic() - at)

    def heed(self, heard: Callable[[str], None]) -> None:
        """From now on calls `heard`, on the loop, with what another process on this database rings for."""
        if self._opened.bell is not None:
            loop = asyncio.get_running_loop()
            self._opened.bell.start(partial(_call, loop, heard))

    def ring(self, what: str) -> None:
        """Lets the other processes on this database know, after a commit; never waits."""
        if self._opened.bell is not None:
            self._opened.bell.ring(what)

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return self._opened.time is not None

    async def next_due(self, organisation_id: str) -> datetime | None:
        """When something will next be due or may next be sent; None when nothing waits."""
        return await self.look(lambda connection: next_due(connection, organisation_id))

    async def close(self) -> None:
        """Finishes what is waiting and closes the database."""
        for jobs in (self._writing, self._reading, self._delivering):
            jobs.close()
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        if self._opened.bell is not None:
            self._opened.bell.stop()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        self._opened.close()

    def _desk(self, connection: Connection, organisation_id: str, *, may_change: bool) -> Desk:
        return Desk(connection, self._decoded, self.wire, organisation_id, may_change, organisation_id in self.twice)


def _call(loop: asyncio.AbstractEventLoop, heard: Callable[[str], None], what: str) -> None:
    loop.call_soon_threadsafe(heard, what)
