"""Outbox → platform: claim, send, settle.

"Attempt started" is on disk before the platform is called, and the outcome after it. What nobody knows the end of is
looked up by its key before it is sent again (design.md §4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from adapters.platform import Outgoing, Platform, PlatformError, Reference
from bot.attempts import (
    Attempt,
    GivenUp,
    TooLate,
    deadly,
    failed,
    given_back,
    given_up,
    put_off,
    unwanted,
    wait,
    where_raised,
)
from bot.flights import Flights
from bot.lately import since_now
from bot.preparing import Draw, NotNow, Preparing, Withdrawn
from bot.regrets import Regrets
from flows.errors import FlowError, Unavailable
from flows.undelivered import PostFailed
from storage.claims import DEATHS
from storage.connections import Connection
from storage.lanes import Claim, Ending, Exchanged, Settlement, exchange, renew
from storage.store import Store

log = structlog.get_logger("accord.delivery")

PATIENCE = 10.0
"""Seconds for drawing a post, and as many for showing it; its lease is made longer meanwhile."""
POLL = 1.0
"""Seconds until delivery looks again when nobody woke it."""

Tell = Callable[[str, PostFailed], Awaitable[None]]
"""(organisation_id, what was given up); may be told of the same post twice. Raises flows.errors.Unavailable."""


Ended = Callable[[Settlement], None]
"""Is told how each attempt ended, before that is written down."""


Apart = Callable[[Reference], timedelta]
"""Where a new message is -> how long its conversation takes no other."""


def at_once(_: Reference) -> timedelta:
    """No pause between two messages."""
    return timedelta()


class Delivery:
    """Sends what the outbox holds.

    `now` is the process's clock; `wake` is set by whoever queued something; `tell` hears of what is given up, before
    that is settled, so that no crash keeps it quiet. `alive`: for how many seconds this process has lived.
    `patience`: see `PATIENCE`.
    """

    def __init__(
        self,
        store: Store,
        platform: Platform,
        now: Callable[[], datetime],
        wake: asyncio.Event,
        *,
        draw: Draw,
        apart: Apart = at_once,
        tell: Tell | None = None,
        ended: Ended = lambda _: None,
        alive: Callable[[], float] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._store = store
        self._platform = platform
        self._now = now
        self._wake = wake
        self._apart = apart
        self._tell = tell
        self._told_of = ended
        self._preparing = Preparing(store, draw)
        self._alive = alive or since_now()
        self._patience = patience
        self._flights = Flights()
        self._ended: list[Settlement] = []
        self._regrets = Regrets(store, platform)
        self._exchanging = asyncio.Lock()
        self._exchanges: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def deliver_once(self, now: datetime) -> int:
        """Sends one post for each address that has one, waits for them all, and returns how many there were.

        Raises flows.errors.Unavailable; what was sent is settled later then.
        """
        await self._exchange(now)
        flying = self._flights.tasks
        if flying:
            await asyncio.wait(flying)
        ended = len(self._ended)  # with what `run` had sent off: the next one at its address may go now
        if ended:
            await self._exchange(now, more=False)
        return max(len(flying), ended)

    def look(self) -> None:
        """Something may be waiting that nobody here has queued."""
        self._wake.set()

    async def run(self) -> None:
        """Delivers until it is cancelled; then finishes what the platform was asked for, and gives the rest back."""
        self._stopping = False
        try:
            while True:
                self._wake.clear()
                await self._step()
        except Exception as error:
            log.error("delivery has stopped", reason=f"{type(error).__name__} at {where_raised(error)}")
            raise
        finally:
            await self._land()

    async def _step(self) -> None:
        try:
            await self._exchange(self._now())
        except Unavailable as error:
            log.warning("the outbox cannot be read", reason=str(error))
            await asyncio.sleep(POLL)
            return
        try:
            async with asyncio.timeout(self._flights.pause(self._alive()) or POLL):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _land(self) -> None:
        self._stopping = True
        await asyncio.gather(*self._exchanges, return_exceptions=True)  # what they claim has to be given back
        until = asyncio.get_running_loop().time() + self._patience
        while flying := self._flights.tasks:
            await asyncio.wait(flying, timeout=POLL)
            with suppress(Unavailable):  # what has landed is settled, and the leases of the others are made longer
                await self._exchange(self._now(), more=False)
            if asyncio.get_running_loop().time() >= until:
                break
        if self._ended:
            await self._exchange(self._now(), more=False)
        await self._regrets.close()

    async def _exchange(self, now: datetime, *, more: bool = True) -> None:
        """See `_exchange_all`. Whoever is cancelled meanwhile does not lose what was claimed for them."""
        exchanging = asyncio.create_task(self._exchange_all(now, more=more))
        self._exchanges.add(exchanging)
        exchanging.add_done_callback(self._exchanges.discard)
        await asyncio.shield(exchanging)

    async def _exchange_all(self, now: datetime, *, more: bool) -> None:
        """One transaction: settles what has ended, claims what may go if `more` may, and sets that off."""
        async with self._exchanging:
            ended, at = list(self._ended), self._alive()
            old, wanted = self._flights.ageing(at), self._flights.wanted(at, more=more)

            def work(connection: Connection) -> tuple[Sequence[Claim], Exchanged]:
                return renew(connection, old, now), exchange(connection, ended, now, wanted)

            taken, exchanged = await self._store.deliver(work)
            del self._ended[: len(ended)]
            self._flights.renewed(old, taken, at)
            self._flights.claimed(wanted, exchanged, at)
            for late in exchanged.lost:
                self._regrets.late(late)
            for claim in exchanged.claims:
                self._flights.begin(claim, asyncio.create_task(self._carry(claim, now)), at)

    async def _carry(self, claim: Claim, now: datetime) -> None:
        settlement = await self._told(await self._attempt(claim, now))
        if settlement.log:
            log.warning("delivery", key=claim.key, what=settlement.log, reason=settlement.reason)
        self._told_of(settlement)
        self._ended.append(settlement)
        self._flights.end(claim, self._alive())
        self._wake.set()

    async def _told(self, settlement: Settlement) -> Settlement:
        """The same, once whoever has to know is told; when that cannot be written down now, it is tried again."""
        gone = given_up(settlement, self._store.wire)
        if gone is None or self._tell is None:
            return settlement
        try:
            await self._tell(settlement.claim.organisation_id, gone)
        except Unavailable:
            return replace(settlement, ending=Ending.RETRY, log="")
        except Exception:  # a bug there must not stop the lane
            log.exception("nobody could be told", key=settlement.claim.key)
        return settlement

    async def _attempt(self, claim: Claim, now: datetime) -> Settlement:
        """Sends it, and says how that ended. Whatever the platform does, the lane goes on."""
        if self._stopping:
            return given_back(claim, now)
        if claim.unended >= DEATHS:
            return deadly(claim, now)
        if why := unwanted(claim, now):
            return Settlement(claim, Ending.DROPPED, now, log=why)
        try:
            async with asyncio.timeout(self._patience):
                post = await self._preparing.outgoing(claim, now)
        except NotNow:
            return put_off(claim, now)
        except Withdrawn:
            return Settlement(claim, Ending.DROPPED, now, log="withdrawn")
        except FlowError as gone:
            return Settlement(claim, Ending.DROPPED, now, log="nothing to draw", reason=type(gone).__name__)
        except (Unavailable, TimeoutError) as away:
            return Settlement(claim, Ending.RETRY, now + wait(1), uncertain=claim.uncertain, reason=type(away).__name__)
        except Exception as error:  # noqa: BLE001  # as below: a drawing that is broken stops nothing but itself
            return failed(claim, error, now, in_doubt=claim.uncertain)
        return await self._shown(claim, post, now)

    async def _shown(self, claim: Claim, post: Outgoing, now: datetime) -> Settlement:
        """Shows it, and says how that ended."""
        attempt = Attempt(self._platform, claim, lambda: self._is_ours(claim))
        try:
            async with asyncio.timeout(self._patience):
                reference = await attempt.show(post)
        except TooLate:
            return given_back(claim, now)
        except GivenUp:
            return Settlement(claim, Ending.DROPPED, now, log="given up", reason="perhaps shown, and nobody can tell")
        except (PlatformError, TimeoutError) as error:
            return failed(claim, error, max(now, self._now()), in_doubt=attempt.in_doubt)
        except Exception as error:  # noqa: BLE001  # the edge to the platforms: a bug there must not stop the others
            return failed(claim, error, now, in_doubt=True)
        now = max(now, self._now())
        free = now if claim.on_screen else now + self._apart(reference)
        return Settlement(claim, Ending.SENT, free, reference)

    def _is_ours(self, claim: Claim) -> bool:
        """Whether it may still be shown from here."""
        return not self._stopping and self._flights.holds(claim, self._alive())
