"""In front of everything that Slack sends: nothing is parsed, kept or logged of what Slack has not signed."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Mapping
from hashlib import sha256

from aiohttp import web

LARGEST = 2**20
"""Bytes of one request."""
PATIENCE = 10.0
"""Seconds for a body to arrive."""
WINDOW = 300
"""Seconds that a timestamp may be off, either way."""
SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
_SECONDS = re.compile(r"[0-9]{1,12}")


class Denied(Exception):
    """Answered with this status; nothing else is done."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status)
        self.status = status
        self.text = text


UNSIGNED = "This address answers only to Slack, and this request does not carry Slack's signature.\n"
TOO_LARGE = "That is more than Accord takes at once (1 MiB).\n"
TOO_SLOW = "The rest of this request did not arrive.\n"


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


def check(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> None:
    """Raises Denied unless Slack signed exactly these bytes within five minutes of `now` (UNIX seconds)."""
    timestamp = headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "")
    if not _SECONDS.fullmatch(timestamp) or abs(now - int(timestamp)) > WINDOW:
        raise Denied(401, UNSIGNED)
    expected = signature(secret, timestamp, body)
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape")):
        raise Denied(401, UNSIGNED)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and the HMAC-SHA256 of `v0:timestamp:body`, as Slack writes it."""
    return f"v0={hmac.new(secret.encode(), b'v0:%s:%s' % (timestamp.encode(), body), sha256).hexdigest()}"
