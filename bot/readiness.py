"""Is this process ready for people's requests, and if not, why: in sentences that say what to look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.room import Room, room, too_little
from flows.errors import Unavailable
from storage.errors import Conflict
from storage.notes import PROBE, keep_note
from storage.store import Store

EVERY = 2.0
"""Seconds between two tries whether the database takes a change, however often readiness is asked for."""
PATIENCE = 2.0
"""Seconds for the database to take it."""
UNANSWERED = "The database has not taken a change within {seconds:.0f} seconds."


class Probe:
    """Tries whether the database takes a change, and whether there is room for more, so that a full disk is known
    before somebody's answer meets it. `disk`: the database file, None where it is a server's."""

    def __init__(self, store: Store, disk: Path | None = None, look: Callable[[Path], Room] = room) -> None:
        self._store = store
        self._disk = disk
        self._look = look
        self._trying = asyncio.Lock()
        self._tried = float("-inf")
        self._problem = ""

    async def problem(self) -> str:
        """Why it does not, "" when it does."""
        async with self._trying:
            now = asyncio.get_running_loop().time()
            if now - self._tried >= EVERY:
                self._problem = await self._try()
                self._tried = asyncio.get_running_loop().time()
            return self._problem

    async def _try(self) -> str:
        if self._disk is not None and (full := too_little(await asyncio.to_thread(self._look, self._disk))):
            return full
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.change(lambda connection: keep_note(connection, PROBE, "", datetime.now(UTC)))
        except TimeoutError:
            return UNANSWERED.format(seconds=PATIENCE)
        except Conflict:  # somebody else writes the same: it takes changes
            return ""
        except Unavailable:
            return ""  # the store says itself why
        return ""


async def problems(app: App, probe: Probe) -> list[str]:
    """Why this process is not ready, in sentences; empty when it is."""
    unanswered = "" if app.store.silence else await probe.problem()
    return [*([unanswered] if unanswered else []), *app.problems()]


async def complaints(app: App, probe: Probe) -> list[str]:
    """Why somebody has to look, though it may be ready: its problems, and what is wrong with single items."""
    return [*await problems(app, probe), *warnings(app)]


def warnings(app: App) -> list[str]:
    """What is wrong with single items, which takes nobody out of service."""
    return [] if app.store.silence else [*app.every_minute.warnings(), *app.engine.stumbling.warnings()]
