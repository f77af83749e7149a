"""What Teams says of itself: where Accord was added or removed, who came or went, and channels that have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import structlog

from adapters.errands import Errands
from adapters.platform import PlatformError
from adapters.teams.asked import Changed, Installed, MembersChanged, Removed, Renamed
from adapters.teams.parts import Parts
from adapters.teams.ports import Conversation
from flows.errors import Unavailable

log = structlog.get_logger("accord.teams")


class Changes:
    """Keeps what is known of each organisation's conversations as it is. Doing it twice does it once."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        self._parts = parts
        self._errands = errands

    async def take(self, organisation_id: str, changed: Changed) -> None:
        """Takes it in. Raises Unavailable."""
        conversation = changed.origin.conversation
        match changed:
            case Removed():
                await self._parts.places.drop(organisation_id, conversation.conversation_id)
                log.info("accord was removed from a conversation of teams", organisation=organisation_id)
            case Installed() | MembersChanged():
                await self._parts.places.keep(organisation_id, conversation)
                self._read_anew(organisation_id, conversation)
            case Renamed():
                await self._renamed(organisation_id, changed)
            case _:
                assert_never(changed)

    def _read_anew(self, organisation_id: str, conversation: Conversation) -> None:
        whose = f"{organisation_id}/{conversation.conversation_id}"
        self._errands.begin(whose, self._refresh(organisation_id, conversation))

    async def _refresh(self, organisation_id: str, conversation: Conversation) -> None:
        """Who is there, read anew; when that fails it is read with the next look at everybody."""
        try:
            await self._parts.roster.refresh(organisation_id, conversation)
        except (PlatformError, Unavailable) as error:
            log.warning("the people of a conversation cannot be read", why=type(error).__name__)

    async def _renamed(self, organisation_id: str, changed: Renamed) -> None:
        if changed.gone is False:  # with its team's other channels, where Accord may write from now on
            self._read_anew(organisation_id, changed.origin.conversation)
        spot = await self._parts.spots.find(organisation_id, changed.channel_id)
        if spot is not None:
            gone = spot.archived if changed.gone is None else changed.gone
            await self._parts.spots.keep(
                organisation_id, [replace(spot, name=changed.name or spot.name, archived=gone)]
            )
