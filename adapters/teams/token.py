"""Whether a request is from Teams: the token that comes with it, checked before anything is read.

Requirements: bot-docs, "Authenticate requests from the Bot Connector service to your bot".
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

import jwt
from jwt.exceptions import PyJWTError

from adapters.bodies import Denied
from adapters.teams.hosts import is_connector
from adapters.teams.keys import Key, Keys, KeysAway
from flows.plain import Plain

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 60
"""Seconds by which clocks may differ."""
LONGEST = 8192
MOST = 1000
"""Tokens that are remembered."""
_TOKEN = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
UNSIGNED = "This address answers only to Microsoft Teams, and this request does not carry its token.\n"
ELSEWHERE = "This request names an address that its token is not for.\n"
NO_KEYS = "Accord cannot read Microsoft's keys just now. Please try again.\n"


@dataclass(frozen=True)
class Pass:
    """What a good token says: the connector it is from, and the channels its key may sign for."""

    service_url: str
    endorsements: frozenset[str]

    def check(self, activity: Mapping[str, Plain], hosts: Collection[str]) -> None:
        """Raises Denied unless the activity is from that connector, which is one of Teams'."""
        url, channel = activity.get("serviceUrl"), activity.get("channelId")
        if channel != CHANNEL or channel not in self.endorsements:
            raise Denied(403, ELSEWHERE)
        if not isinstance(url, str) or url != self.service_url or not is_connector(url, hosts):
            raise Denied(403, ELSEWHERE)


@dataclass(frozen=True)
class Proven:
    """A token whose signature was right, by this key."""

    key_id: str
    key: Key
    claims: Mapping[str, object]


class Wall:
    """`app_id`: who tokens are for, in lower case; `seconds`: UNIX time, which they are held to.

    Teams uses a token for many requests, so a signature that was right is remembered while its key is the same;
    the claims are compared each time.
    """

    def __init__(self, keys: Keys, app_id: str, seconds: Callable[[], float]) -> None:
        self._keys = keys
        self._app_id = app_id
        self._seconds = seconds
        self._proven: OrderedDict[bytes, Proven] = OrderedDict()

    async def check(self, header: str) -> Pass:
        """What the token of an Authorization header says. Raises Denied for everything but a good one."""
        found = _TOKEN.fullmatch(header) if len(header) <= LONGEST else None
        if found is None:
            raise Denied(401, UNSIGNED)
        proven = await self._signed(found[1])
        if not holds(proven.claims, self._app_id, self._seconds()):
            raise Denied(401, UNSIGNED)
        url = proven.claims.get("serviceurl")
        if not isinstance(url, str) or not url:
            raise Denied(401, UNSIGNED)
        return Pass(url, proven.key.endorsements)

    async def _signed(self, token: str) -> Proven:
        """The token, once its signature is right by a key that is valid now."""
        name = sha256(token.encode()).digest()
        known = self._proven.get(name)
        if known is not None and await self._key(known.key_id) is known.key:
            return known
        try:
            key_id = _key_id(jwt.get_unverified_header(token))
            key = await self._key(key_id)
            proven = Proven(key_id, key, jwt.decode(token, key.public, algorithms=["RS256"], options=SIGNATURE_ONLY))
        except (PyJWTError, ValueError, TypeError, LookupError, RecursionError):
            raise Denied(401, UNSIGNED) from None
        self._proven[name] = proven
        if len(self._proven) > MOST:
            self._proven.popitem(last=False)
        return proven

    async def _key(self, key_id: str) -> Key:
        try:
            key = await self._keys.find(key_id)
        except KeysAway:
            raise Denied(503, NO_KEYS) from None
        if key is None:
            raise Denied(401, UNSIGNED)
        return key


def _key_id(head: Mapping[str, object]) -> str:
    key_id = head.get("kid")
    if head.get("alg") != "RS256" or not isinstance(key_id, str) or "crit" in head or "b64" in head:
        raise Denied(401, UNSIGNED)
    return key_id


# The claims are checked below, by the clock that is given and without the SDK's many ways of being lenient.
SIGNATURE_ONLY: jwt.types.Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def holds(claims: Mapping[str, object], app_id: str, now: float) -> bool:
    """Whether these claims are Teams' own, for this app and for now (UNIX seconds)."""
    expires, starts = _seconds(claims.get("exp")), _seconds(claims.get("nbf", 0))
    if expires is None or starts is None or expires + LEEWAY <= now or starts - LEEWAY > now:
        return False
    audience = claims.get("aud")
    return claims.get("iss") == ISSUER and isinstance(audience, str) and audience.lower() == app_id and bool(app_id)


def _seconds(claim: object) -> float | None:
    """A point in time; None for anything but a number."""
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    try:
        found = float(claim)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
