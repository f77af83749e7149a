"""What is shown beside the answer to a request: in the chat with Accord, and never before all is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.platform import Gone, PlatformError, Refused, Throttled
from adapters.teams.activities import with_text
from adapters.teams.errors import SaidNo, about_of
from adapters.teams.meanings import About
from adapters.teams.parts import Parts
from adapters.teams.ports import Activity, Conversation, Scope
from adapters.teams.seats import Seat
from flows.errors import Unavailable

NOT_MET = (
    "Accord answers you in its own chat with you, and there is none yet. Please open Accord in Teams, choose Add, and "
    "ask again."
)
TRIES = 3
LONGEST_WAIT = timedelta(minutes=1)
"""An answer that would come later than that is of no use."""
log = structlog.get_logger("accord.teams")


@dataclass(frozen=True)
class Showing:
    """An activity for one person. `replaces`: the card in their chat whose place it takes; "" for a new one."""

    activity: Activity
    replaces: str = ""


class Sender:
    """Shows things to whoever asked, privately."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def chat(self, seat: Seat) -> Conversation | None:
        """The chat of Accord with them; None while there is none."""
        if seat.conversation.scope is Scope.PERSONAL:
            return seat.conversation
        return await self._parts.places.direct(seat.organisation_id, seat.account.user_id)

    async def show(self, seat: Seat, showing: Showing, thread: str = "") -> None:
        """In their chat with Accord; where that is not possible they are told so where they asked."""
        try:
            chat = await self.chat(seat)
            if chat is not None and await self._shown(seat, chat, showing):
                return
            if seat.conversation.scope is not Scope.PERSONAL:
                await self._posted(seat.conversation, with_text(NOT_MET), thread)
        except (PlatformError, Unavailable) as error:
            log.warning("an answer could not be shown", why=type(error).__name__)

    async def tell(self, conversation: Conversation, text: str, thread: str = "") -> None:
        """A sentence of ours in a conversation."""
        try:
            await self._posted(conversation, with_text(text), thread)
        except (PlatformError, Unavailable) as error:
            log.warning("a sentence could not be shown", why=type(error).__name__)

    async def _shown(self, seat: Seat, chat: Conversation, showing: Showing) -> bool:
        """Whether it is on their screen; a chat that is closed to Accord is forgotten."""
        card_id = showing.replaces if chat == seat.conversation else ""
        try:
            await self._as_can_be(chat, showing.activity, card_id)
        except (Gone, Refused) as error:
            if about_of(error) not in (None, About.PLACE):
                raise
            await self._parts.places.drop(seat.organisation_id, chat.conversation_id)
            return False
        return True

    async def _as_can_be(self, chat: Conversation, activity: Activity, card_id: str) -> None:
        """As a card; as words where Teams does not take the card."""
        try:
            await self._put(chat, activity, card_id)
        except SaidNo as error:
            if error.about is not About.CONTENT:
                raise
            log.warning("an answer is shown more simply", code=error.code)
            await self._put(chat, with_text(str(activity["summary"])), card_id)

    async def _put(self, chat: Conversation, activity: Activity, card_id: str) -> None:
        """In the place of that card; as a new one where there is none, or it is gone."""
        if card_id:
            try:
                await _patiently(lambda: self._parts.talk.update(chat, card_id, activity))
                return
            except Gone:
                log.info("a card is gone, and its answer is a new one")
        await self._posted(chat, activity)

    async def _posted(self, conversation: Conversation, activity: Activity, thread: str = "") -> None:
        await _patiently(lambda: self._parts.talk.post(conversation, activity, thread))


async def _patiently(call: Callable[[], Awaitable[object]]) -> None:
    """Waits when Teams says so: then surely nothing was done."""
    for _ in range(TRIES - 1):
        try:
            await call()
            return
        except Throttled as error:
            if error.retry_after > LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after.total_seconds())
    await call()
