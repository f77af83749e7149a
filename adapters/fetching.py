"""A file that lies at a chat platform, read for its hash as it comes by: no byte of it is kept, looked into or run."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import aiohttp

PATIENCE = 1.0
"""Seconds for all files of one message: the platform waits for its answer meanwhile."""
A_PIECE = 2**16


@dataclass(frozen=True)
class Fetched:
    """What came. `size` in bytes; `hash`: SHA-256 in hex."""

    size: int
    hash: str


async def fetched(response: aiohttp.ClientResponse, most: int) -> Fetched | None:
    """None for anything but the whole file: an error, or more than `most` bytes. Raises aiohttp's errors."""
    if response.status != 200:
        return None
    digest, size = sha256(), 0
    async for piece in response.content.iter_chunked(A_PIECE):
        size += len(piece)
        if size > most:
            return None
        digest.update(piece)
    return Fetched(size, digest.hexdigest())
