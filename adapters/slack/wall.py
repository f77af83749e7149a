"""In front of everything that Slack sends: nothing is parsed, kept or logged of what Slack has not signed."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256

from adapters.bodies import Denied, body_of

__all__ = ["Denied", "body_of", "check", "signature"]

WINDOW = 300
"""Seconds that a timestamp may be off, either way."""
SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
_SECONDS = re.compile(r"[0-9]{1,12}")
UNSIGNED = "This address answers only to Slack, and this request does not carry Slack's signature.\n"


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
