"""Troubles of this computer and its database that only whoever runs Accord can end: seen every minute, told at once.

What keeps the database from taking changes keeps alarms from being kept, too: that is told when it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.alarms import Alarm, Alarms
from bot.room import Room, room
from bot.skew import Skew
from flows.errors import Unavailable
from flows.phrases import Count, Phrase, Words
from storage.notes import PROBE, RESUMED, drop_note, keep_note, note
from storage.raised import raised
from storage.store import Store

log = structlog.get_logger("accord.troubles")
DISK, SKEW, DATABASE, RESTORED = "disk", "skew", "database", "restored"
LASTING = timedelta(minutes=1)
"""A database that takes nothing for longer is told."""
SEEN = timedelta(minutes=10)
"""For so long it is told that this Accord comes from a backup."""
SHORT = "The disk of the database is nearly full. Without room nobody's answer can be kept. Please make some."
BEHIND = (
    "The clock of this computer is more than a minute from {whose}'s. At five minutes nothing is taken by either side. "
    "Please set it, for example by NTP."
)
LASTED = (
    "The database took no changes for {minutes}. Meanwhile people were told to try again, and nothing was sent; "
    "nothing is lost. The reason was: {reason}. Please look into it."
)
CAME_BACK = (
    "This Accord was {how}, and goes on from there. What people did after that backup is not here: please ask them to "
    "do it again. Some messages may come a second time."
)


class Troubles:
    """`disk`: the database file, None where it is a server's."""

    def __init__(
        self,
        store: Store,
        alarms: Alarms,
        skew: Skew,
        disk: Path | None,
        look: Callable[[Path], Room] = room,
    ) -> None:
        self._store = store
        self._alarms = alarms
        self._skew = skew
        self._disk = disk
        self._look = look
        self._since: tuple[datetime, str] | None = None

    async def tell(self, now: datetime) -> None:
        """Looks at everything once. Raises Unavailable while the database takes no changes."""
        lasted = await self._outage(now)
        await self._say(DATABASE, lasted)
        await self._say(DISK, SHORT if await self._is_short() else None)
        whose = self._skew.doubted()
        await self._say(SKEW, Phrase(BEHIND, whose=whose[0]) if whose else None)
        await self._say(RESTORED, await self._came_back(now))

    async def _say(self, kind: str, sentence: Words | None) -> None:
        if sentence is not None:
            await self._alarms.tell_all(Alarm(kind, sentence))
            return
        for organisation_id, known in await self._store.look(lambda connection: raised(connection, kind)):
            if known == kind:
                await self._alarms.over(organisation_id, kind)

    async def _outage(self, now: datetime) -> Words | None:
        """What is to be told of one that has just ended. Raises Unavailable while there is one."""
        try:
            await self._store.change(lambda connection: keep_note(connection, PROBE, "", now))
        except Unavailable as error:
            self._since = self._since or (now, str(error))
            log.warning("the database takes no changes", kind=DATABASE, reason=str(error))
            raise
        if self._since is None:
            return None
        (since, reason), self._since = self._since, None
        if now - since < LASTING:
            return None
        minutes = Count(round((now - since) / timedelta(minutes=1)), "minute", "minutes")
        return Phrase(LASTED, minutes=minutes, reason=reason)

    async def _is_short(self) -> bool:
        return self._disk is not None and (await asyncio.to_thread(self._look, self._disk)).is_short

    async def _came_back(self, now: datetime) -> Words | None:
        found = await self._store.look(lambda connection: note(connection, RESUMED))
        if found is None:
            return None
        if found.at + SEEN < now:
            await self._store.change(lambda connection: drop_note(connection, RESUMED))
            return None
        return Phrase(CAME_BACK, how=found.value)
