"""The time zones that are named. The rules of a zone are in a file, which is not read on the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from flows.calendar import zone_named
from flows.errors import Invalid


class Zones:
    """Those that were asked for; there are about 600."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    async def known(self, name: str) -> str | None:
        """The name where there is such a zone, which can be used at once from now on; else None."""
        if not name or name in self._known:
            return name or None
        try:
            await asyncio.to_thread(zone_named, name)
        except Invalid:
            return None
        self._known.add(name)
        return name

    async def read(self, names: Iterable[str]) -> None:
        """From now on moments in these zones can be drawn at once."""
        for name in names:
            await self.known(name)
