"""What a call of a chat's API becomes that has no answer, or one that says "too many"; the same for all chats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import aiohttp

from adapters.platform import Ambiguous, PlatformError, Unreachable

LONGEST_WAIT = timedelta(hours=1)
BEFORE_SENDING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


def unanswered(chat: str, error: Exception) -> PlatformError:
    """The error for a call without an answer: surely not sent when there was no connection, else perhaps."""
    if isinstance(error, BEFORE_SENDING):
        return Unreachable(f"{chat} cannot be reached from here")
    if isinstance(error, TimeoutError):
        return Ambiguous(f"{chat} did not answer in time")
    return Ambiguous(f"the connection to {chat} broke before it answered")


def wait_asked(headers: Mapping[str, str], usual: timedelta) -> timedelta:
    """How long a chat asks us to wait: what it says, within reason; `usual` where it does not say."""
    said = headers.get("Retry-After", "").strip()
    if not (said.isascii() and said.isdigit()):
        return usual
    return min(max(timedelta(seconds=int(said[:9])), timedelta(seconds=1)), LONGEST_WAIT)
