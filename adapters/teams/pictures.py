"""Pictures in messages, drawn once: Teams takes them inside the card. Without one the alt text is shown."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping

from adapters.keeping import picture_digest
from flows.messages import Message, Picture
from flows.wire import Wire

MOST = 50
"""Pictures that are remembered."""


class Pictures:
    """`draw`: the picture as PNG; it runs in a thread."""

    def __init__(self, wire: Wire, draw: Callable[[Picture], bytes]) -> None:
        self._wire = wire
        self._draw = draw
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def of(self, message: Message) -> Mapping[str, bytes]:
        """The pictures of a message, by `adapters.keeping.picture_digest`."""
        pictures = {picture_digest(self._wire, one): one for one in message.blocks if isinstance(one, Picture)}
        return {digest: await self._png(digest, picture) for digest, picture in pictures.items()}

    async def _png(self, digest: str, picture: Picture) -> bytes:
        async with self._one_at_a_time:  # ten messages with one picture draw it once
            if digest not in self._drawn:
                self._drawn[digest] = await asyncio.to_thread(self._draw, picture)
                if len(self._drawn) > MOST:
                    self._drawn.popitem(last=False)
            return self._drawn[digest]
