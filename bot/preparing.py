"""What is to be shown of a post, right before it is: drawn as things stand now, if it is wanted and it is its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.platform import Outgoing
from bot.attempts import was_asked_to_wait
from bot.backlog import AT_ONCE, may_go
from flows.effects import Card, Promise
from flows.messages import Message, ToPerson
from storage.copies import beside, is_second
from storage.lanes import Claim
from storage.outbox import address_of, content_of
from storage.store import Store
from storage.transaction import Transaction
from storage.wanted import still_wanted

LATE = timedelta(minutes=15)

Draw = Callable[[Transaction, Card, str | None, datetime], Message]
"""(records, card, who reads it or None for a channel, now) -> the card as it is now. Raises FlowError when there is
nothing to show any more."""


class Withdrawn(Exception):
    """What it reminds of was done since it was claimed."""


class NotNow(Exception):
    """It is late, and so are others whose turn it is first."""


class Preparing:
    """Reads what a message needs; nothing is sent here. `draw`: see `Draw`."""

    def __init__(self, store: Store, draw: Draw) -> None:
        self._store = store
        self._draw = draw

    async def outgoing(self, claim: Claim, now: datetime) -> Outgoing:
        """The message on its way. Raises Withdrawn, NotNow, FlowError where there is nothing to draw, Unavailable."""
        message, other = await self._drawn(claim, now), await self._beside(claim)
        if not await self._still_wanted(claim):
            raise Withdrawn
        if self._is_late(claim, now) and not await may_go(self._store, claim.organisation_id, claim.key, now):
            raise NotNow
        return Outgoing(
            organisation_id=claim.organisation_id,
            key=claim.key,
            to=address_of(claim.address),
            message=message,
            thread=claim.thread,
            late=claim.on_screen is None and now - claim.ready_at > LATE,
            since=claim.ready_at,
            second=is_second(claim.address),
            beside=other,
            version=claim.version,
            again=was_asked_to_wait(claim),
            look_first=claim.key.startswith(AT_ONCE),
        )

    async def _drawn(self, claim: Claim, now: datetime) -> Message:
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
        """Where the other copy of a channel post is shown, in an organisation with two chats."""
        organisation_id, key, second = claim.organisation_id, claim.key, is_second(claim.address)
        if organisation_id not in self._store.twice or isinstance(address_of(claim.address), ToPerson):
            return None
        return await self._store.look(lambda connection: beside(connection, organisation_id, key, second=second))

    def _is_late(self, claim: Claim, now: datetime) -> bool:
        """Whether it is a new message well after its time; one that may be shown already is seen through."""
        return claim.on_screen is None and not claim.uncertain and now - claim.ready_at > LATE
