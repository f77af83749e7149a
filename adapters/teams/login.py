"""The token that Accord shows the connector: by client credentials, kept until five minutes before its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from adapters.platform import PlatformError, Unreachable
from adapters.teams.errors import NotLetIn, safe
from flows.plain import Plain

log = structlog.get_logger("accord.teams")

LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.botframework.com/.default"
EARLY = 300.0
"""Seconds before its end from which a token is not used any more."""
AGAIN = 30.0
"""Seconds until Microsoft is asked again after it said no."""
SHORTEST = 60.0


@dataclass(frozen=True)
class Credentials:
    """The bot as it is registered: a single tenant, `tenant_id`, whichever tenants it serves."""

    app_id: str
    tenant_id: str
    password: str = field(repr=False)


class Asks(Protocol):
    """POSTs a form; (status, body as JSON or None). Raises adapters.platform's errors."""

    async def __call__(self, url: str, form: Mapping[str, str]) -> tuple[int, Plain]: ...


class Tokens:
    """One token at a time; whoever needs it while it is asked for waits for the same answer."""

    def __init__(
        self,
        credentials: Credentials | None,
        ask: Asks,
        *,
        login_url: str = LOGIN,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._credentials = credentials
        self._ask = ask
        self._login_url = login_url.rstrip("/")
        self._seconds = seconds
        self._token, self._until = "", 0.0
        self._refused: tuple[float, str] = (float("-inf"), "")
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        """The token; "" where the bot has no credentials (development). Raises Unreachable: surely nothing was sent."""
        if self._credentials is None:
            return ""
        async with self._asking:
            if self._seconds() < self._until:
                return self._token
            at, why = self._refused
            if self._seconds() < at + AGAIN:
                raise NotLetIn(why)
            return await self._asked(self._credentials)

    def forget(self, token: str) -> None:
        """Teams does not take this token: another one is asked for next time, and not at once again."""
        if token == self._token:
            self._token, self._until = "", 0.0
            self._refused = self._seconds(), "Teams does not accept Accord's token"

    async def _asked(self, credentials: Credentials) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": credentials.app_id,
            "client_secret": credentials.password,
            "scope": SCOPE,
        }
        try:
            status, body = await self._ask(f"{self._login_url}/{credentials.tenant_id}/oauth2/v2.0/token", form)
        except PlatformError as error:
            raise Unreachable("Microsoft's log-in cannot be reached just now") from error
        token, lasts = _text(body, "access_token"), _number(body, "expires_in")
        if status == 200 and token:
            self._token, self._until = token, self._seconds() + max(lasts - EARLY, SHORTEST)
            return token
        raise self._no(status, body)

    def _no(self, status: int, body: Plain) -> PlatformError:
        code = _code(body)
        log.warning("microsoft gives no token", status=status, code=code)
        if not 400 <= status < 500 or status == 429:
            return Unreachable("Microsoft's log-in does not work just now")
        named = f" ({code})" if code else ""
        why = f"Microsoft does not accept Accord's app id and password{named}. Whoever runs Accord sets them again"
        self._refused = self._seconds(), why
        return NotLetIn(why)


def _code(body: Plain) -> str:
    """AADSTS… where there is one: it says what is wrong and nothing secret."""
    said = _text(body, "error_description")
    begin = said.partition(":")[0]
    return safe(begin if begin.startswith("AADSTS") else _text(body, "error"))


def _text(body: Plain, name: str) -> str:
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, str) else ""


def _number(body: Plain, name: str) -> float:
    found = body.get(name) if isinstance(body, Mapping) else None
    return float(found) if isinstance(found, int | float) else 0.0
