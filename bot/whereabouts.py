"""Where people are: in the chat in which they did something last."""

from __future__ import annotations

from contextlib import suppress

from adapters.intake import Engine
from bot.lately import Lately
from flows.commands import Actor, Command
from flows.effects import Outcome
from flows.errors import Unavailable
from storage.last_chats import LastChats
from storage.store import Store

NOTED = 5.0
"""Seconds until the same is looked at again, since another process may have heard them elsewhere."""


class Whereabouts:
    """What is known of it, in this process and in the database."""

    def __init__(self, store: Store) -> None:
        self._rows = LastChats(store)
        self._noted: Lately[tuple[str, str], str] = Lately(NOTED)

    async def note(self, actor: Actor) -> None:
        """They are there now; nothing is written while that is no news. Raises flows.errors.Unavailable."""
        whose = actor.organisation_id, actor.person_id
        if actor.is_clock or actor.is_operator or self._noted.get(whose) == actor.platform:
            return
        if await self._rows.of(*whose) != actor.platform:
            await self._rows.keep(*whose, actor.platform)
        self._noted.put(whose, actor.platform)

    async def of(self, organisation_id: str, person_id: str) -> str | None:
        """The platform's name, None while nobody knows. Raises flows.errors.Unavailable."""
        return await self._rows.of(organisation_id, person_id)


class Noting:
    """An engine that notes where people are. Fits `adapters.intake.Engine`."""

    def __init__(self, engine: Engine, whereabouts: Whereabouts) -> None:
        self._engine = engine
        self._whereabouts = whereabouts

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """The outcome, as the engine says; that stands, whether or not it can be noted."""
        outcome = await self._engine.run(actor, command, event_id)
        with suppress(Unavailable):
            await self._whereabouts.note(actor)
        return outcome
