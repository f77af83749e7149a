"""Showing an answer: a call of the Web API, or a post to the address that came with the press."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

import aiohttp
import structlog

from adapters.platform import Ambiguous, PlatformError, Throttled, Unreachable
from adapters.slack.errors import code_of, wait_in
from adapters.slack.ports import Installation
from flows.plain import Plain

HOOKS = "https://hooks.slack.com"
PATIENCE = 8.0
LONGEST_WAIT = 60.0
"""Seconds; an answer that would come later than that is of no use."""
TRIES = 3
log = structlog.get_logger("accord.slack")


class Web(Protocol):
    """Slack's Web API. Raises adapters.platform's errors."""

    async def call(
        self, installation: Installation, method: str, arguments: Mapping[str, Plain], *, patience: float = ...
    ) -> Mapping[str, Plain]:
        """What Slack answered."""


@dataclass(frozen=True)
class Call:
    """A method of the Web API. `otherwise`: what is shown instead when it was surely not done."""

    method: str
    arguments: Mapping[str, Plain]
    otherwise: Showing | None = None


@dataclass(frozen=True)
class Respond:
    """A post to a response_url, which Slack takes for half an hour."""

    url: str
    body: Mapping[str, Plain]
    otherwise: Showing | None = None


Showing: TypeAlias = Call | Respond


class Sender:
    """Shows answers. `hooks`: the one origin that response_urls may have; no other address is ever called."""

    def __init__(self, web: Web, hooks: str = HOOKS) -> None:
        self._web = web
        self._hooks = hooks
        self._session: aiohttp.ClientSession | None = None

    def takes(self, url: str) -> bool:
        """Whether this is an address of Slack's own."""
        return _origin(url) == self._hooks

    async def show(self, installation: Installation | None, showing: Showing) -> None:
        """Shows it, or what stands in for it; what cannot be shown is logged by its code alone.

        Without an installation only a response_url can be answered.
        """
        following: Showing | None = showing
        while following is not None:
            what = following.method if isinstance(following, Call) else "response_url"
            try:
                await self._patiently(installation, following)
                return
            except PlatformError as error:
                log.warning("an answer was not shown", what=what, why=type(error).__name__, code=code_of(error))
                following = None if isinstance(error, Ambiguous) else following.otherwise

    async def _patiently(self, installation: Installation | None, showing: Showing) -> None:
        """Waits when Slack says so. A trigger does not live that long, and a Home tab is drawn again anyway."""
        for attempt in range(TRIES):
            try:
                await self._once(installation, showing)
                return
            except Throttled as error:
                seconds = error.retry_after.total_seconds()
                if _hurries(showing) or seconds > LONGEST_WAIT or attempt == TRIES - 1:
                    raise
                await asyncio.sleep(seconds)

    async def _once(self, installation: Installation | None, showing: Showing) -> None:
        if isinstance(showing, Call):
            if installation is None:
                raise Unreachable("Accord is not in this workspace")
            await self._web.call(installation, showing.method, showing.arguments, patience=PATIENCE)
        elif self.takes(showing.url):
            await self._post(showing)
        else:
            raise Unreachable("that is no address of Slack's")

    async def _post(self, respond: Respond) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=PATIENCE), trust_env=self._hooks.startswith("https://")
            )
        try:
            async with self._session.post(respond.url, json=respond.body, allow_redirects=False) as answer:
                status, headers = answer.status, answer.headers
        except aiohttp.ClientConnectorError:
            raise Unreachable("Slack cannot be reached from here") from None
        except (aiohttp.ClientError, TimeoutError):
            raise Ambiguous("Slack did not answer") from None
        if status == 429:
            raise Throttled(wait_in(headers))
        if status >= 500:
            raise Ambiguous("Slack did not say whether it was done")
        if status != 200:
            raise Unreachable("Slack does not take answers there any more")

    async def close(self) -> None:
        """Closes its connections."""
        if self._session is not None:
            await self._session.close()


def _hurries(showing: Showing) -> bool:
    return isinstance(showing, Call) and ("trigger_id" in showing.arguments or showing.method == "views.publish")


def _origin(url: str) -> str:
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    if any(letter.isspace() or letter == "\\" for letter in url) or "@" in split.netloc:
        return ""
    return f"{split.scheme}://{split.netloc}"
