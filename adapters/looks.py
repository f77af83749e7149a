"""Looking for people and channels that were never heard of: beside the posts that want them, and now and then only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from adapters.platform import Gone, PlatformError, Refused, Throttled, Unreachable
from flows.errors import Unavailable

AGAIN, ALL_AGAIN = 600.0, 3600.0
"""Seconds until something is looked for again; the second for what takes reading everything."""
PATIENCE = 5.0
"""Seconds that a post waits for it; a large workspace takes minutes to read."""


class Looks:
    """What is being looked for, and what was looked for lately.

    `asked`: the chat that knows; `seconds`: a clock that never jumps.
    """

    def __init__(self, asked: str, seconds: Callable[[], float], patience: float = PATIENCE) -> None:
        self._asked = asked
        self._seconds = seconds
        self._patience = patience
        self._again: dict[tuple[str, str], float] = {}
        self._under_way: dict[tuple[str, str], asyncio.Task[PlatformError | Unavailable | None]] = {}

    async def once(
        self, organisation_id: str, what: str, look: Callable[[], Awaitable[object]], *, again: float = AGAIN
    ) -> None:
        """Looks for it unless that was done within `again` seconds; afterwards what is not known is not there.

        Raises Unreachable while nobody knows, Throttled and Unavailable: the post may be tried again.
        """
        key = organisation_id, what
        if self._seconds() < self._again.get(key, 0.0):
            return
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.create_task(_outcome(look))
        await asyncio.wait({task}, timeout=self._patience)  # the look goes on when the post gives up
        if not task.done():
            raise Unreachable(f"{self._asked} is still being asked who and what there is")
        if self._under_way.get(key) is task:
            del self._under_way[key]
        error = task.result()
        if error is None or isinstance(error, Refused | Gone):
            self._again[key] = self._seconds() + again
        elif isinstance(error, Throttled | Unavailable):
            raise error
        else:
            raise Unreachable(str(error))

    async def close(self) -> None:
        """Ends what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _outcome(look: Callable[[], Awaitable[object]]) -> PlatformError | Unavailable | None:
    try:
        await look()
    except (PlatformError, Unavailable) as error:
        return error
    return None
