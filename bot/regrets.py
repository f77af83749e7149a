"""Messages that were shown too late: somebody else had taken over, and perhaps shown the same one.

A process that stood still for longer than its lease cannot know that when it goes on. It learns it when it wants to
write down what it did, and then takes its own message away if there is another one in its place.
"""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from adapters.platform import Platform, PlatformError, Retracting
from flows.errors import Unavailable
from storage.lanes import Ending, Settlement, reference_of
from storage.store import Store

log = structlog.get_logger("accord.delivery")
LOOKS, BETWEEN = 60, 1.0
"""How often it is looked what the other one has shown, and seconds between two looks."""


class Regrets:
    """What is still to be taken away. `between`: seconds between two looks."""

    def __init__(self, store: Store, platform: Platform, between: float = BETWEEN) -> None:
        self._store = store
        self._platform = platform
        self._between = between
        self._under_way: set[asyncio.Task[None]] = set()

    def late(self, settlement: Settlement) -> None:
        """This attempt ended after its lease."""
        claim = settlement.claim
        log.warning("delivery", key=claim.key, what="late", reason="somebody else had taken over")
        if settlement.ending is Ending.SENT and claim.on_screen is None:
            task = asyncio.create_task(self._take_back(settlement))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Gives up what could not be taken away yet."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _take_back(self, late: Settlement) -> None:
        """Once it is known what the other one has shown: if that is another message, ours goes."""
        organisation_id, key = late.claim.organisation_id, late.claim.key
        for _ in range(LOOKS):
            try:
                shown = await self._store.look(partial(reference_of, organisation_id=organisation_id, key=key))
            except Unavailable:
                shown = None
            if shown == late.reference:
                return  # the other one has found it, and shown nothing
            if shown is not None:
                await self._retract(late)
                return
            await asyncio.sleep(self._between)

    async def _retract(self, late: Settlement) -> None:
        key = late.claim.key
        if not isinstance(self._platform, Retracting):
            log.warning("delivery", key=key, what="shown twice", reason="the platform takes nothing back")
            return
        try:
            await self._platform.retract(late.claim.organisation_id, late.reference)
        except PlatformError as error:
            log.warning("delivery", key=key, what="shown twice", reason=type(error).__name__)
