"""Outbox → platform: claim, send, settle.

"Attempt started" is on disk before the platform is called, and the outcome after it. What nobody knows the end of is
looked up by its key before it is sent again (design.md §4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import structlog

from adapters.platform import Outgoing, Platform, PlatformError, Reference
from bot.attempts import (
    Attempt,
    GivenUp,
    TooLate,
    deadly,
    failed,
    given_up,
    unwanted,
    wait,
    was_asked_to_wait,
    where_raised,
)
from bot.backlog import AGAIN, AT_ONCE, may_go
from bot.flights import Flights
from bot.regrets import Regrets
from flows.effects import Card, Promise
from flows.errors import FlowError, Unavailable
from flows.messages import Message, ToPerson
from flows.undelivered import PostFailed
from storage.claims import DEATHS
from storage.connections import Connection
from storage.copies import beside, is_second
from storage.lanes import Claim, Ending, Exchanged, Settlement, exchange, renew
from storage.outbox import address_of, content_of
from storage.store import Store
from storage.transaction import Transaction
from storage.wanted import still_wanted

log = structlog.get_logger("accord.delivery")

PATIENCE = 10.0
"""Seconds for drawing a post, and as many for showing it; its lease is made longer meanwhile."""
POLL = 1.0
"""Seconds until delivery looks again when nobody woke it."""
LATE = timedelta(minutes=15)

Tell = Callable[[str, PostFailed], Awaitable[None]]
"""(organisation_id, what was given up); may be told of the same post twice. Raises flows.errors.Unavailable."""


Ended = Callable[[Settlement], None]
"""Is told how each attempt ended, before that is written down."""


Draw = Callable[[Transaction, Card, str | None, datetime], Message]
"""(records, card, who reads it or None for a channel, now) -> the card as it is now. Raises FlowError when there is
nothing to show any more."""


Apart = Callable[[Reference], timedelta]
"""Where a new message is -> how long its conversation takes no other."""


def at_once(_: Reference) -> timedelta:
    """No pause between two messages."""
    return timedelta()


def since_now() -> Callable[[], float]:
    """Tells how many seconds have passed since this was asked for."""
    begun = monotonic()
    return lambda: monotonic() - begun


class Delivery:
    """Sends what the outbox holds.

    `now` is the process's clock; `wake` is set by whoever queued something; `tell` hears of what is given up, before
    that is settled, so that no crash keeps it quiet. `alive`: for how many seconds this process has lived.
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
    ) -> None:
        self._store = store
        self._platform = platform
        self._now = now
        self._wake = wake
        self._apart = apart
        self._tell = tell
        self._told_of = ended
        self._draw = draw
        self._alive = alive or since_now()
        self._flights = Flights()
        self._ended: list[Settlement] = []
        self._regrets = Regrets(store, platform)
        self._exchanging = asyncio.Lock()

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
        """Delivers until it is cancelled; then finishes what is in flight."""
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
        if flying := self._flights.tasks:
            await asyncio.wait(flying, timeout=PATIENCE)
        if self._ended:
            await self._exchange(self._now(), more=False)
        await self._regrets.close()

    async def _exchange(self, now: datetime, *, more: bool = True) -> None:
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
        if claim.unended >= DEATHS:
            return deadly(claim, now)
        if why := unwanted(claim, now):
            return Settlement(claim, Ending.DROPPED, now, log=why)
        try:
            async with asyncio.timeout(PATIENCE):
                message, other = await self._drawn(claim, now), await self._beside(claim)
                wanted = await self._still_wanted(claim)
                too_many = wanted and self._is_late(claim, now) and not await self._has_room(claim, now)
        except FlowError as gone:
            return Settlement(claim, Ending.DROPPED, now, log="nothing to draw", reason=type(gone).__name__)
        except (Unavailable, TimeoutError) as away:
            return Settlement(claim, Ending.RETRY, now + wait(1), uncertain=claim.uncertain, reason=type(away).__name__)
        except Exception as error:  # noqa: BLE001  # as below: a drawing that is broken stops nothing but itself
            return failed(claim, error, now, in_doubt=claim.uncertain)
        if not wanted:
            return Settlement(claim, Ending.DROPPED, now, log="withdrawn")
        if too_many:
            return Settlement(claim, Ending.RETRY, now, put_off=now + AGAIN)
        return await self._shown(claim, replace(self._outgoing(claim, message, now), beside=other), now)

    async def _shown(self, claim: Claim, post: Outgoing, now: datetime) -> Settlement:
        """Shows it, and says how that ended."""
        attempt = Attempt(self._platform, claim, lambda: self._flights.holds(claim, self._alive()))
        try:
            async with asyncio.timeout(PATIENCE):
                reference = await attempt.show(post)
        except TooLate:
            return Settlement(claim, Ending.RETRY, now, uncertain=claim.uncertain, reason="it took too long")
        except GivenUp:
            return Settlement(claim, Ending.DROPPED, now, log="given up", reason="perhaps shown, and nobody can tell")
        except (PlatformError, TimeoutError) as error:
            return failed(claim, error, max(now, self._now()), in_doubt=attempt.in_doubt)
        except Exception as error:  # noqa: BLE001  # the edge to the platforms: a bug there must not stop the others
            return failed(claim, error, now, in_doubt=True)
        now = max(now, self._now())
        free = now if claim.on_screen else now + self._apart(reference)
        return Settlement(claim, Ending.SENT, free, reference)

    async def _drawn(self, claim: Claim, now: datetime) -> Message:
        """What is to be shown; a card is drawn now, as things stand. Raises FlowError and Unavailable."""
        content = content_of(self._store.wire, claim.message)
        if isinstance(content, Message):
            return content
        card, to = content, address_of(claim.address)
        reader = to.person_id if isinstance(to, ToPerson) else None
        return await self._store.read(claim.organisation_id, lambda records: self._draw(records, card, reader, now))

    async def _still_wanted(self, claim: Claim) -> bool:
        """Whether a reminder is still worth sending: what it reminds of may have been done since it was claimed."""
        if claim.promise is not Promise.NEVER_DOUBLED or claim.on_screen is not None or claim.uncertain:
            return True
        return await self._store.look(lambda connection: still_wanted(connection, claim.seq))

    async def _beside(self, claim: Claim) -> str | None:
        """Where the other copy of a channel post is shown, in an organisation with two chats. Raises Unavailable."""
        organisation_id, key, second = claim.organisation_id, claim.key, is_second(claim.address)
        if organisation_id not in self._store.twice or isinstance(address_of(claim.address), ToPerson):
            return None
        return await self._store.look(lambda connection: beside(connection, organisation_id, key, second=second))

    async def _has_room(self, claim: Claim, now: datetime) -> bool:
        """Whether a late message may go now. Raises Unavailable."""
        return await may_go(self._store, claim.organisation_id, claim.key, now)

    def _is_late(self, claim: Claim, now: datetime) -> bool:
        """Whether it is a new message well after its time; one that may be shown already is seen through."""
        return claim.on_screen is None and not claim.uncertain and now - claim.ready_at > LATE

    def _outgoing(self, claim: Claim, message: Message, now: datetime) -> Outgoing:
        return Outgoing(
            organisation_id=claim.organisation_id,
            key=claim.key,
            to=address_of(claim.address),
            message=message,
            thread=claim.thread,
            late=claim.on_screen is None and now - claim.ready_at > LATE,
            since=claim.ready_at,
            second=is_second(claim.address),
            version=claim.version,
            again=was_asked_to_wait(claim),
            look_first=claim.key.startswith(AT_ONCE),
        )
