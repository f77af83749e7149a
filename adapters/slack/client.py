"""Calls of Slack's Web API: one session for all workspaces, and never a second try of its own.

slack_sdk's client sends again after a broken connection, which doubles messages, and costs as much as the rest of a
call: a call is a POST and an answer in JSON, which needs no client.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from adapters.fetching import Fetched, fetched
from adapters.hearing import Heard, nobody
from adapters.platform import Ambiguous, Held, PlatformError, Refused, Throttled, Unreachable
from adapters.slack.errors import answered, code_of, failed_on_the_way
from adapters.slack.limits import BUDGETS, Limits
from adapters.slack.meanings import MEANINGS
from adapters.slack.pausing import Pauses
from adapters.slack.ports import Installation, Installations, Waits
from adapters.slack.quiet import quiet
from adapters.slack.renewing import Renewing
from flows.plain import Plain

log = structlog.get_logger("accord.slack")

SLACK = "https://slack.com/api/"
PATIENCE = 8.0
"""Seconds for one call; less than delivery has for an attempt."""
TO_CONNECT = 4.0
CONNECTIONS = 100
AS_JSON = ("chat.", "views.")
"""Methods that take a JSON body; all the others take a form."""

Arguments: TypeAlias = Mapping[str, Plain]
JSON: Mapping[str, str] = {"Content-Type": "application/json; charset=utf-8"}
_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class Answer:
    """What Slack said: its body, and its headers (for the clock and the permissions)."""

    body: Mapping[str, Plain]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class _Call:
    installation: Installation
    method: str
    arguments: Arguments
    first: bool = False

    @property
    def team_id(self) -> str:
        """By which Slack counts."""
        return self.installation.workspace.team_id or self.installation.workspace.enterprise_id


class Busy(Held):
    """Too many calls of ours are under way in the workspace. Slack has nothing to do with it."""


class Web:
    """Calls methods for any installation, within its limits.

    `base_url`: another address in tests only. `heard`: takes the headers of each answer. `budgets`: see `Limits`.
    `renewing`: exchanges tokens that end.
    """

    def __init__(
        self,
        installations: Installations,
        waits: Waits,
        now: Callable[[], datetime],
        *,
        base_url: str = SLACK,
        heard: Heard = nobody,
        budgets: Mapping[str, int] | None = BUDGETS,
        renewing: Renewing | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.waits = waits
        self.limits = Limits(waits, now, budgets, seconds=seconds)
        self._pauses = Pauses(installations, seconds)
        self._renewing = renewing
        self._base_url = base_url
        self._heard = heard
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"Web({self._base_url})"

    async def call(
        self,
        installation: Installation,
        method: str,
        arguments: Arguments,
        *,
        patience: float = PATIENCE,
        first: bool = False,
    ) -> Mapping[str, Plain]:
        """What Slack answers; `patience`: seconds; `first`: see `Limits.take`. Raises the errors of adapters.platform
        and nothing else."""
        return (await self.ask(installation, method, arguments, patience=patience, first=first)).body

    async def ask(
        self,
        installation: Installation,
        method: str,
        arguments: Arguments,
        *,
        patience: float = PATIENCE,
        first: bool = False,
    ) -> Answer:
        """As `call`, with the headers of the answer."""
        if self._renewing is not None:
            installation = await self._renewing.current(installation, self.granted)
        await self._pauses.check(installation, self._look)
        return await self._ask(_Call(installation, method, arguments, first), patience)

    async def granted(self, asks: Arguments) -> Mapping[str, Plain]:
        """What Slack gives out for a code or a refresh token; raises the errors of adapters.platform."""
        try:
            async with asyncio.timeout(PATIENCE):
                return (await self._carry("", "oauth.v2.access", asks)).body
        except TimeoutError as error:
            raise failed_on_the_way(error) from None

    async def upload(self, url: str, content: bytes, *, patience: float = PATIENCE) -> None:
        """Puts a file where files.getUploadURLExternal said; raises the errors of adapters.platform."""
        if not self._is_slacks(url):
            raise Refused("Slack named an address for the picture that is not its own")
        session = self._open()
        try:
            async with asyncio.timeout(patience), session.post(url, data=content, allow_redirects=False) as response:
                status = response.status
        except (aiohttp.ClientError, OSError) as error:
            raise failed_on_the_way(error) from None
        if status != 200:
            raise Ambiguous(f"the picture was not taken (HTTP {status})")

    async def fetch(self, installation: Installation, url: str, most: int) -> Fetched | None:
        """A file that somebody sent; None where it is not Slack's, not handed out, or of more than `most` bytes."""
        if not self._is_slacks(url):
            return None
        if self._renewing is not None:
            installation = await self._renewing.current(installation, self.granted)
        headers = {"Authorization": f"Bearer {installation.bot_token}"}
        try:
            async with self._open().get(url, headers=headers, allow_redirects=False) as response:
                return await fetched(response, most)
        except (aiohttp.ClientError, OSError) as error:
            raise failed_on_the_way(error) from None

    async def close(self) -> None:
        """Closes the connections; no call may be made after it."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _ask(self, call: _Call, patience: float = PATIENCE) -> Answer:
        try:
            return await self._sent(call, patience)
        except Held:
            raise
        except Throttled as error:
            await self.limits.wait(call.team_id, call.method, error.retry_after)
            raise
        except PlatformError as error:
            code = code_of(error)
            if code in MEANINGS and MEANINGS[code].pauses:
                raise await self._pauses.pause(call.installation, code, str(error)) from None
            if code:
                log.info("slack said no", method=call.method, code=code)
            raise

    async def _sent(self, call: _Call, patience: float) -> Answer:
        under_way = False
        try:
            async with asyncio.timeout(patience), self.limits.room(call.team_id):
                await self.limits.take(call.team_id, call.method, first=call.first)
                under_way = True
                return await self._carry(call.installation.bot_token, call.method, call.arguments)
        except TimeoutError as error:
            if not under_way:
                raise Busy(timedelta(seconds=1)) from None
            raise failed_on_the_way(error) from None

    async def _carry(self, token: str, method: str, arguments: Arguments) -> Answer:
        """One request. What an error holds of it, the token and people's words, goes no further."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        as_json = method.startswith(AS_JSON)
        body = _object(arguments) if as_json else _form(arguments)
        headers |= JSON if as_json else {}
        url, session = self._base_url + method, self._open()
        try:
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                status, told, written = response.status, response.headers, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise failed_on_the_way(error) from None
        self._heard(told)
        said = _read(written)
        if status != 200 or said is None or said.get("ok") is not True:
            raise answered(status, told, said)
        return Answer(said, told)

    async def _look(self, installation: Installation) -> None:
        """Asks whether a token is of use again."""
        await self._ask(_Call(installation, "auth.test", {}))

    def _open(self) -> aiohttp.ClientSession:
        if self._closed:
            raise Unreachable("Accord is stopping")
        if self._session is None:
            abroad = self._base_url.startswith("https://")  # to this machine there is no proxy on the way
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=TO_CONNECT),
                proxy=load_http_proxy_from_env(quiet("accord.slack.sdk")) if abroad else None,
            )
        return self._session

    def _is_slacks(self, url: str) -> bool:
        to, ours = urlsplit(url), urlsplit(self._base_url)
        if _loopback(ours.hostname):
            return _loopback(to.hostname)
        return to.scheme == "https" and f".{to.hostname}".endswith(".slack.com")


def _loopback(host: str | None) -> bool:
    try:
        return host is not None and ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _object(arguments: Arguments) -> str:
    return _json({name: value for name, value in arguments.items() if value is not None})


def _form(arguments: Arguments) -> dict[str, str]:
    """As Slack reads forms: what is not text as JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in arguments.items()
        if value is not None
    }


def _read(written: bytes) -> dict[str, Plain] | None:
    """The object of an answer; None for anything else."""
    try:
        said = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
