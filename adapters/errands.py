"""Work that follows an answer: referenced until it is done, drained at shutdown, and nobody's fills the house."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine

import structlog

MOST = 20
"""Errands of one person at the same time; what is beyond is not begun."""
log = structlog.get_logger("accord.errands")


class Errands:
    """Tasks of ours. asyncio itself keeps only weak references to them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._of: Counter[str] = Counter()

    def begin(self, whose: str, errand: Coroutine[object, object, None]) -> None:
        """Runs it after this turn of the loop. `whose`: of which person, for fairness."""
        if self._of[whose] >= MOST:
            errand.close()
            log.warning("too many answers wait for one person; this one is left out", waiting=MOST)
            return
        self._of[whose] += 1
        task = asyncio.create_task(self._do(whose, errand))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> None:
        """Waits for what runs; what takes longer is broken off."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _do(self, whose: str, errand: Coroutine[object, object, None]) -> None:
        try:
            await errand
        except Exception as error:  # noqa: BLE001  # the edge of an errand: all is committed, only its showing failed
            log.error("an answer could not be shown", error=type(error).__name__)
        finally:
            self._of[whose] -= 1
            if not self._of[whose]:
                del self._of[whose]
