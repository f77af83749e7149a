"""What is shown beside the answer to a request: in the chat with Accord, and never before all is committed."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from adapters.platform import Gone, PlatformError, Refused
from adapters.teams.activities import with_text
from adapters.teams.parts import Parts
from adapters.teams.ports import Activity, Conversation, Scope
from adapters.teams.seats import Seat
from flows.errors import Unavailable

NOT_MET = (
    "Accord answers you in its own chat with you, and there is none yet. Please open Accord in Teams, choose Add, and "
    "ask again."
)
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
                await self._parts.talk.post(seat.conversation, with_text(NOT_MET), thread)
        except (PlatformError, Unavailable) as error:
            log.warning("an answer could not be shown", why=type(error).__name__)

    async def tell(self, conversation: Conversation, text: str, thread: str = "") -> None:
        """A sentence of ours in a conversation."""
        try:
            await self._parts.talk.post(conversation, with_text(text), thread)
        except (PlatformError, Unavailable) as error:
            log.warning("a sentence could not be shown", why=type(error).__name__)

    async def _shown(self, seat: Seat, chat: Conversation, showing: Showing) -> bool:
        """Whether it is on their screen; a chat that is closed to Accord is forgotten."""
        try:
            if showing.replaces and chat == seat.conversation:
                try:
                    await self._parts.talk.update(chat, showing.replaces, showing.activity)
                except Gone:
                    await self._parts.talk.post(chat, showing.activity)
            else:
                await self._parts.talk.post(chat, showing.activity)
        except (Gone, Refused):
            await self._parts.places.drop(seat.organisation_id, chat.conversation_id)
            return False
        return True
