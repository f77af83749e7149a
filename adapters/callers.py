"""Who calls, as far as can be told without a name: so that what strangers may use up is not taken from everybody."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Protocol

from aiohttp import web

FORWARDED = "X-Forwarded-For"
MOST = 1000
"""Callers that are remembered; the one who came longest ago is forgotten first."""


class Budget(Protocol):
    """So many in a minute."""

    def take(self, now: float) -> float:
        """0.0 when it may be done now; else in how many seconds to ask again."""


def caller(request: web.Request) -> str:
    """The address that a request comes from, "" where nobody can tell. See `address`."""
    return address(request.remote or "", ",".join(request.headers.getall(FORWARDED, ())))


def address(peer: str, forwarded: str) -> str:
    """`peer`: the other end of the connection; `forwarded`: what X-Forwarded-For says.

    A peer on this computer or in its own network is a proxy in front of Accord, and the last address there is the one
    that it has seen itself. Whatever stands before that, or comes from elsewhere, anybody can write. Of an IPv6 address
    the network counts: whoever has one has all of it.
    """
    here = _read(peer)
    last = _read(forwarded.rpartition(",")[2].strip())
    found = last if here is not None and here.is_private and last is not None else here
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
    return "" if found is None else str(found)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


class Shares:
    """So many for each caller, and more for all of them together. `made`: a new budget of one caller, as of `now`."""

    def __init__(self, everybody: Budget, made: Callable[[float], Budget]) -> None:
        self._everybody = everybody
        self._made = made
        self._of: dict[str, Budget] = {}

    def take(self, who: str, now: float) -> float:
        """0.0 when this caller may do it now; else in how many seconds to ask again. `now`: seconds that never jump."""
        own = self._of.pop(who, None) or self._made(now)
        if len(self._of) >= MOST:
            del self._of[next(iter(self._of))]
        self._of[who] = own
        return own.take(now) or self._everybody.take(now)
