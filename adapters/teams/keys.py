"""The keys that Microsoft signs with: read from its OpenID metadata, kept, and never waited for without a limit."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWKSet
from jwt.exceptions import PyJWTError

from adapters.teams.hosts import is_safe, same_host
from flows.plain import Plain

OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
PATIENCE = 4.0
"""Seconds for the key server to answer both questions; who waits has five."""
LARGEST = 2**20
FRESH = 12 * 3600.0
"""Seconds after which the keys are read again even if none is missing."""
PAUSE = 60.0
"""Seconds between two readings because of an unknown key."""
FIRST_PAUSE = 5.0
"""The same while there are no keys at all."""
SMALLEST = 2048
"""Bits of an RSA key."""
log = structlog.get_logger("accord.teams")


class KeysAway(Exception):
    """The key server does not answer, so that nobody can say whether a key is right. Nothing was done."""


@dataclass(frozen=True)
class Key:
    """A key and the channels it may sign for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class Keys:
    """One per process. `url`: of the metadata, https or this machine; `seconds`: a clock that only goes forward."""

    def __init__(
        self, url: str = OPENID, seconds: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        if not is_safe(url):
            raise ValueError("the keys of Teams can be read over https only")
        self._url = url
        self._seconds = seconds
        self._patience = patience
        self._keys: Mapping[str, Key] = {}
        self._read_at: float | None = None
        self._asked_at: float | None = None
        self._reading: asyncio.Task[None] | None = None
        self.asked = 0
        """How often the key server was asked."""

    async def find(self, key_id: str) -> Key | None:
        """The key of that id, None where there is none. Raises KeysAway when the key server has to say and does not.

        Who has a known key never waits: what is old is read anew beside the request.
        """
        key = self._keys.get(key_id)
        if self._may_ask(key) and self._reading is None:
            self._reading = asyncio.create_task(self._read())
        if key is None and self._reading is not None:
            await asyncio.shield(self._reading)
            key = self._keys.get(key_id)
        if key is None and self._read_at != self._asked_at:
            raise KeysAway
        return key

    async def close(self) -> None:
        """Asks nothing more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    def _may_ask(self, key: Key | None) -> bool:
        if self._asked_at is None:
            return True
        since = self._seconds() - self._asked_at
        if key is None:
            return since >= (PAUSE if self._keys else FIRST_PAUSE)
        return since >= PAUSE and (self._read_at is None or self._seconds() - self._read_at >= FRESH)

    async def _read(self) -> None:
        """Reads the keys; those that are known stay when that fails."""
        self.asked += 1
        self._asked_at = asked_at = self._seconds()
        try:
            async with asyncio.timeout(self._patience), aiohttp.ClientSession() as session:
                metadata = await _object_at(session, self._url)
                where = metadata.get("jwks_uri")
                if not isinstance(where, str) or not same_host(where, self._url):
                    raise ValueError("jwks_uri")
                found = keys_in(await _object_at(session, where))
            if not found:
                raise ValueError("keys")
            self._keys, self._read_at = found, asked_at
        except (TimeoutError, OSError, aiohttp.ClientError, ValueError, RecursionError) as error:
            log.warning("the keys of teams cannot be read", why=type(error).__name__, known=len(self._keys))
        finally:
            self._reading = None


def keys_in(jwks: Mapping[str, Plain]) -> Mapping[str, Key]:
    """The keys of a JWKS that may sign for Teams, by id; what is no RSA key for signatures is left out."""
    listed = jwks.get("keys")
    found: dict[str, Key] = {}
    for entry in listed if isinstance(listed, list) else []:
        key_id = entry.get("kid") if isinstance(entry, dict) else None
        public = _public(entry) if isinstance(entry, dict) else None
        if isinstance(key_id, str) and isinstance(entry, dict) and public is not None:
            endorsed = entry.get("endorsements")
            names = endorsed if isinstance(endorsed, list) else []
            found[key_id] = Key(public, frozenset(name for name in names if isinstance(name, str)))
    return found


def _public(entry: Mapping[str, Plain]) -> RSAPublicKey | None:
    if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig" or "d" in entry:
        return None
    try:
        key = PyJWKSet([{**entry, "alg": "RS256"}]).keys[0].key
    except (PyJWTError, ValueError, TypeError, LookupError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST else None


async def _object_at(session: aiohttp.ClientSession, url: str) -> Mapping[str, Plain]:
    """The JSON object at an address. Raises ValueError for anything else."""
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status != 200:
            raise ValueError(f"status {answer.status}")
        body = bytearray()
        async for chunk in answer.content.iter_any():
            body += chunk
            if len(body) > LARGEST:
                raise ValueError("too large")
    found = json.loads(bytes(body))
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
