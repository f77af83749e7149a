"""What stays on top of a channel. A line itself says whether it does; kept here is only which ones to look at."""

from __future__ import annotations

import json

from adapters.web.memory import Line, Memory

MOST = 20


class Pinned:
    """The pinned lines of each channel."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def note(self, channel: str, key: str) -> None:
        """This line is pinned, or will be when it is put: whoever dies in between has lost nothing.

        Raises flows.errors.Unavailable.
        """
        known = await self._keys(channel)
        if key not in known:
            await self._memory.set_setting(_name(channel), json.dumps([*known, key][-MOST:]))

    async def lines(self, channel: str) -> tuple[Line, ...]:
        """Those that are pinned now, the first one first. Raises flows.errors.Unavailable."""
        found = [await self._memory.line(channel, key) for key in await self._keys(channel)]
        return tuple(line for line in found if line is not None and line.body.pinned)

    async def _keys(self, channel: str) -> list[str]:
        kept = json.loads(await self._memory.setting(_name(channel)) or "[]")
        return [key for key in kept if isinstance(key, str)]


def _name(channel: str) -> str:
    return f"pinned {channel}"
