"""Pictures of messages as PNG addresses: named by what they show, drawn once, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import sha256

from flows.messages import Picture
from flows.wire import Wire

KEPT = 128


class Pictures:
    """Remembers the pictures that were put on a page, so that their address can be answered."""

    def __init__(self, draw: Callable[[Picture], bytes], wire: Wire) -> None:
        self._draw = draw
        self._wire = wire
        self._known: dict[str, Picture] = {}
        self._drawn: dict[str, asyncio.Task[bytes]] = {}

    def url(self, picture: Picture) -> str:
        """The address of this picture; another picture has another address."""
        digest = sha256(self._wire.dump(picture).encode()).hexdigest()[:32]
        self._known.pop(digest, None)
        self._known[digest] = picture
        if len(self._known) > KEPT:
            oldest = next(iter(self._known))
            self._known.pop(oldest)
            self._drawn.pop(oldest, None)
        return f"/picture/{digest}.png"

    async def png(self, digest: str) -> bytes | None:
        """The drawn picture; None for an address that no page shows."""
        picture = self._known.get(digest)
        if picture is None:
            return None
        task = self._drawn.get(digest)
        if task is None:
            task = self._drawn[digest] = asyncio.create_task(asyncio.to_thread(self._draw, picture))
        try:
            return await asyncio.shield(task)
        finally:
            if task.done() and (task.cancelled() or task.exception()):
                self._drawn.pop(digest, None)
