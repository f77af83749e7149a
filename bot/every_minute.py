"""What is done every minute: troubles are told, everything open is looked over, the audit sealed, old rows dropped."""

from __future__ import annotations

import asyncio

import structlog

from bot.alarms import Alarms
from bot.clock import Clock
from bot.engine import Engine
from bot.minding import look_over
from bot.troubles import Troubles
from flows.errors import Unavailable
from storage.sealing import seal
from storage.store import Store
from storage.sweeping import sweep

log = structlog.get_logger("accord.every_minute")
LATE = 180.0
"""Seconds without a look at everything that is open, after which nobody should rely on this process."""


class EveryMinute:
    """That nobody has looked for long is among the reasons why a process is not ready; what was found is a warning."""

    def __init__(self, store: Store, engine: Engine, clock: Clock, *, alarms: Alarms, troubles: Troubles) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._alarms = alarms
        self._troubles = troubles
        self.left = 0
        self.begin()

    def begin(self) -> None:
        """The minutes count from now."""
        self._looked = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Once. Raises Unavailable while the database takes no changes."""
        now = self._clock.now()
        try:
            await self._troubles.tell(now)
            self.left = await look_over(self._store, self._engine, self._alarms, now)
        except Unavailable as error:
            log.warning("nothing can be looked over", reason=str(error))
        else:
            self.begin()
        await seal(self._store)
        await sweep(self._store, now)

    def problems(self) -> list[str]:
        """Why nobody should rely on this process; empty while it looks everything over each minute."""
        passed = asyncio.get_running_loop().time() - self._looked
        if self._store.silence or passed <= LATE:
            return []
        return [f"What is open has not been looked over for {passed:.0f} seconds."]

    def warnings(self) -> list[str]:
        """What is wrong with single items, which keeps nobody else waiting; empty while each has a moment at which it
        goes on."""
        if self._store.silence or not self.left:
            return []
        items = f"{self.left} open {'item' if self.left == 1 else 'items'}"
        return [f"{items} would never be looked at again. Please run the doctor, and report it."]
