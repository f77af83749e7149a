"""Outbox → platform: claim, send, settle.

"Attempt started" is on disk before the platform is called, and the outcome after it. What nobody knows the end of is
looked up by its key before it is sent again (design.md §4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from secrets import randbelow

import structlog

from adapters.platform import (
    Ambiguous,
    Gone,
    Outgoing,
    Platform,
    PlatformError,
    Reference,
    Refused,
    Throttled,
    Unreachable,
)
from flows.effects import Card, Promise
from flows.errors import FlowError, Unavailable
from flows.messages import Message, ToPerson
from flows.undelivered import Failure, PostFailed
from storage.lanes import Claim, Ending, LaneId, Settlement, exchange
from storage.outbox import address_of, content_of
from storage.store import Store
from storage.transaction import Transaction

log = structlog.get_logger("accord.delivery")

ROOM = 32
"""Posts in flight at a time."""
PATIENCE = 10.0
"""Seconds for one attempt; less than the lease."""
POLL = 1.0
"""Seconds until delivery looks again when nobody woke it."""
LATE = timedelta(minutes=15)
LONGEST_WAIT = 60
"""Seconds between two attempts at most."""
REFUSALS = 3
"""Attempts before a post that the platform does not want is set aside."""
FAILURES = 5
"""Attempts before a post that breaks our own code is set aside."""


Tell = Callable[[str, PostFailed], Awaitable[None]]
"""(organisation_id, what was given up); may be told of the same post twice. Raises flows.errors.Unavailable."""


Draw = Callable[[Transaction, Card, str | None, datetime], Message]
"""(records, card, who reads it or None for a channel, now) -> the card as it is now. Raises FlowError when there is
nothing to show any more."""


class GivenUp(Exception):
    """An earlier attempt may have shown it, nobody can tell, and it must not be shown twice."""


class Delivery:
    """Sends what the outbox holds.

    `now` is the process's clock; `wake` is set by whoever queued something; `tell` hears of what is given up, before
    that is settled, so that no crash keeps it quiet.
    """

    def __init__(
        self,
        store: Store,
        platform: Platform,
        now: Callable[[], datetime],
        wake: asyncio.Event,
        *,
        draw: Draw,
        apart: timedelta = timedelta(),
        tell: Tell | None = None,
    ) -> None:
        self._store = store
        self._platform = platform
        self._now = now
        self._wake = wake
        self._apart = apart
        self._tell = tell
        self._draw = draw
        self._flying: dict[LaneId, asyncio.Task[None]] = {}
        self._ended: list[Settlement] = []
        self._exchanging = asyncio.Lock()

    async def deliver_once(self, now: datetime) -> int:
        """Sends one post for each address that has one, waits for them all, and returns how many there were.

        Raises flows.errors.Unavailable; what was sent is settled later then.
        """
        await self._exchange(now, ROOM)
        flying = list(self._flying.values())
        if flying:
            await asyncio.wait(flying)
        ended = len(self._ended)  # with what `run` had sent off: the next one at its address may go now
        if ended:
            await self._exchange(now, 0)
        return max(len(flying), ended)

    async def run(self) -> None:
        """Delivers until it is cancelled; then finishes what is in flight."""
        try:
            while True:
                self._wake.clear()
                await self._step()
        finally:
            await self._land()

    async def _step(self) -> None:
        try:
            await self._exchange(self._now(), ROOM - len(self._flying))
        except Unavailable as error:
            log.warning("the outbox cannot be read", reason=str(error))
            await asyncio.sleep(POLL)
            return
        try:
            async with asyncio.timeout(POLL):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _land(self) -> None:
        if self._flying:
            await asyncio.wait(list(self._flying.values()), timeout=PATIENCE)
        if self._ended:
            await self._exchange(self._now(), 0)

    async def _exchange(self, now: datetime, room: int) -> None:
        """One transaction: settles what has ended, claims what may go, and sets that off."""
        async with self._exchanging:
            ended, busy = list(self._ended), frozenset(self._flying)
            work = partial(exchange, settlements=ended, now=now, room=room, busy=busy)
            claims = await self._store.change(work)
            del self._ended[: len(ended)]
            for claim in claims:
                self._flying[claim.lane] = asyncio.create_task(self._carry(claim, now))

    async def _carry(self, claim: Claim, now: datetime) -> None:
        settlement = await self._told(await self._attempt(claim, now))
        if settlement.log:
            log.warning("delivery", key=claim.key, what=settlement.log, reason=settlement.reason)
        self._ended.append(settlement)
        del self._flying[claim.lane]
        self._wake.set()

    async def _told(self, settlement: Settlement) -> Settlement:
        """The same, once whoever has to know is told; when that cannot be written down now, it is tried again."""
        given_up = _given_up(settlement)
        if given_up is None or self._tell is None:
            return settlement
        try:
            await self._tell(settlement.claim.organisation_id, given_up)
        except Unavailable:
            return replace(settlement, ending=Ending.RETRY, log="")
        except Exception:  # a bug there must not stop the lane
            log.exception("nobody could be told", key=settlement.claim.key)
        return settlement

    async def _attempt(self, claim: Claim, now: datetime) -> Settlement:
        """Sends it, and says how that ended. Whatever the platform does, the lane goes on."""
        unwanted = _unwanted(claim, now)
        if unwanted:
            return Settlement(claim, Ending.DROPPED, now, log=unwanted)
        try:
            message = await self._drawn(claim, now)
        except FlowError as gone:
            return Settlement(claim, Ending.DROPPED, now, log="nothing to draw", reason=type(gone).__name__)
        except Unavailable as away:
            return Settlement(
                claim, Ending.RETRY, now + _wait(1), uncertain=claim.uncertain, reason=type(away).__name__
            )
        attempt = Attempt(self._platform, claim)
        try:
            async with asyncio.timeout(PATIENCE):
                reference = await attempt.show(self._outgoing(claim, message, now))
        except GivenUp:
            return Settlement(claim, Ending.DROPPED, now, log="given up", reason="perhaps shown, and nobody can tell")
        except (PlatformError, TimeoutError) as error:
            return failed(claim, error, now, in_doubt=attempt.in_doubt)
        except Exception as error:  # noqa: BLE001  # the edge to the platforms: a bug there must not stop the others
            return failed(claim, error, now, in_doubt=True)
        return Settlement(claim, Ending.SENT, now if claim.on_screen else now + self._apart, reference)

    async def _drawn(self, claim: Claim, now: datetime) -> Message:
        """What is to be shown; a card is drawn now, as things stand. Raises FlowError and Unavailable."""
        content = content_of(self._store.wire, claim.message)
        if isinstance(content, Message):
            return content
        card, to = content, address_of(claim.address)
        reader = to.person_id if isinstance(to, ToPerson) else None
        return await self._store.read(claim.organisation_id, lambda records: self._draw(records, card, reader, now))

    def _outgoing(self, claim: Claim, message: Message, now: datetime) -> Outgoing:
        return Outgoing(
            organisation_id=claim.organisation_id,
            key=claim.key,
            to=address_of(claim.address),
            message=message,
            thread=claim.thread,
            late=claim.on_screen is None and now - claim.ready_at > LATE,
            since=claim.ready_at,
        )


class Attempt:
    """One try to show a post. `in_doubt`: whether an attempt, this or an earlier one, may have shown it already."""

    def __init__(self, platform: Platform, claim: Claim) -> None:
        self._platform = platform
        self._claim = claim
        self.in_doubt = claim.uncertain

    async def show(self, post: Outgoing) -> Reference:
        """Edits what is on screen; else finds what an earlier attempt has shown; else sends it."""
        if self._claim.on_screen is not None:
            try:
                return await self._platform.update(self._claim.on_screen, post)
            except Gone:
                log.info("message gone, shown again", key=self._claim.key)
        if self._claim.uncertain and (found := await self._found(post)) is not None:
            return found
        self.in_doubt = False
        return await self._platform.send(post)

    async def _found(self, post: Outgoing) -> Reference | None:
        try:
            return await self._platform.look_up(post)
        except Ambiguous:
            if self._claim.promise is Promise.NEVER_DOUBLED:
                raise GivenUp from None
            return None


def _given_up(settlement: Settlement) -> PostFailed | None:
    """What the project has to know: a new message, or a change that matters, that nobody will see."""
    claim = settlement.claim
    if claim.promise is Promise.REFRESH or not (settlement.ending is Ending.PARKED or settlement.log == EXPIRED):
        return None
    failure = Failure.EXPIRED if settlement.log == EXPIRED else Failure.REFUSED if settlement.said else Failure.BROKEN
    return PostFailed(claim.key, claim.version, address_of(claim.address), failure, settlement.said)


EXPIRED = "expired"


def _unwanted(claim: Claim, now: datetime) -> str:
    """Why this is not worth showing any more, "" when it is. What may be on screen already is seen through."""
    if claim.on_screen is not None or claim.uncertain:
        return ""
    if claim.expires is not None and claim.expires <= now:
        return EXPIRED
    return "nothing to refresh" if claim.promise is Promise.REFRESH else ""


def failed(claim: Claim, error: Exception, now: datetime, *, in_doubt: bool) -> Settlement:
    """What to do after an attempt that did not work."""
    reason = f"{type(error).__name__}: {error if isinstance(error, PlatformError) else _where(error)}"
    said = str(error) if isinstance(error, PlatformError) else ""
    again = Settlement(claim, Ending.RETRY, now + _wait(claim.attempts), uncertain=in_doubt, reason=reason, said=said)
    match error:
        case Throttled():
            return replace(again, free_at=now + error.retry_after)
        case Unreachable():
            return again
        case Ambiguous() | TimeoutError():
            return replace(again, uncertain=True, log="unclear")
        case Gone() | Refused():
            return _parked(again) if claim.attempts >= REFUSALS else again
        case _:
            return _parked(again) if claim.attempts >= FAILURES else replace(again, log="failed")


def _where(error: BaseException) -> str:
    """The line that raised. No more than that: its text may hold people's words, and a whole traceback reads files."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"line {trace.tb_lineno} of {trace.tb_frame.f_code.co_filename}"


def _parked(settlement: Settlement) -> Settlement:
    return replace(settlement, ending=Ending.PARKED, free_at=settlement.free_at, log="set aside")


def _wait(attempts: int) -> timedelta:
    """Twice as long each time, a little different for each, so that not all come back at once."""
    longest = min(2**attempts, LONGEST_WAIT)
    return timedelta(seconds=longest * (0.5 + randbelow(1000) / 2000))
