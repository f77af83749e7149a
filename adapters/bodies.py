"""The bytes of a request, within limits of size and time."""

from __future__ import annotations

import asyncio

from aiohttp import web

LARGEST = 2**20
"""Bytes of one request."""
PATIENCE = 10.0
"""Seconds for a body to arrive."""
TOO_LARGE = "That is more than Accord takes at once (1 MiB).\n"
TOO_SLOW = "The rest of this request did not arrive.\n"


class Denied(Exception):
    """Answered with this status; nothing else is done."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status)
        self.status = status
        self.text = text


async def body_of(request: web.Request) -> bytes:
    """The raw bytes; raises Denied when there are too many, or they take too long."""
    if (request.content_length or 0) > LARGEST:
        raise Denied(413, TOO_LARGE)
    gathered = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.content.iter_any():
                gathered += chunk
                if len(gathered) > LARGEST:
                    raise Denied(413, TOO_LARGE)
    except TimeoutError:
        raise Denied(408, TOO_SLOW) from None
    return bytes(gathered)
