"""Workspaces where nothing can be sent: their token is of no use until Accord is connected again.

With such a token Slack is asked once an hour whether it is of use again, and nothing else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

import structlog

from adapters.platform import PlatformError
from adapters.slack.errors import Paused
from adapters.slack.ports import Installation, Installations
from flows.errors import Unavailable

log = structlog.get_logger("accord.slack")

BETWEEN = 3600.0
"""Seconds between two questions with a token that is of no use."""
MEANWHILE = timedelta(minutes=5)
"""When a waiting post looks again whether the workspace was connected anew; Slack hears nothing of that."""


class Pauses:
    """Which tokens are of no use, and when they may be tried again. Another token is another matter."""

    def __init__(self, installations: Installations, seconds: Callable[[], float]) -> None:
        self._installations = installations
        self._seconds = seconds
        self._known: dict[str, Pause] = {}

    async def check(self, installation: Installation, ask: Callable[[Installation], Awaitable[None]]) -> None:
        """Raises Paused while the token is of no use; asks with `ask` when it is time to."""
        token = _digest(installation)
        pause = self._known.get(token)
        if installation.paused:
            pause = pause or Pause(installation.paused, self._seconds() + BETWEEN, kept=True)
        elif pause is None or await self._connected_anew(installation, pause):
            self._known.pop(token, None)
            return
        self._known[token] = pause
        if self._seconds() < pause.next_try or not installation.bot_token:
            raise Paused(pause.words, MEANWHILE)
        self._known[token] = replace(pause, next_try=self._seconds() + BETWEEN)
        try:
            await ask(installation)
        except PlatformError:
            raise Paused(pause.words, MEANWHILE) from None
        await self._resume(installation, token)

    async def pause(self, installation: Installation, code: str, words: str) -> Paused:
        """Slack does not take the token: nothing is sent with it from now on. Gives the error to raise."""
        kept = True
        try:
            if await self._installations.pause(installation, words):
                log.warning("slack workspace paused", organisation=installation.organisation_id, code=code)
        except Unavailable:
            kept = False
            log.warning("that a workspace is paused could not be kept", organisation=installation.organisation_id)
        self._known[_digest(installation)] = Pause(words, self._seconds() + BETWEEN, kept)
        return Paused(words, MEANWHILE, code)

    async def _resume(self, installation: Installation, token: str) -> None:
        self._known.pop(token, None)
        log.info("slack workspace works again", organisation=installation.organisation_id)
        try:
            if await self._is_current(installation):
                await self._installations.keep(replace(installation, paused=""))
        except Unavailable:
            log.warning("that a workspace works again could not be kept", organisation=installation.organisation_id)

    async def _connected_anew(self, installation: Installation, pause: Pause) -> bool:
        """Whether somebody connected it again with the token that was of no use, so that it may be tried now."""
        if not pause.kept:
            return False
        try:
            found = await self._installations.find(installation.workspace)
        except Unavailable:
            return False
        return found is not None and not found.paused and found.bot_token == installation.bot_token

    async def _is_current(self, installation: Installation) -> bool:
        """Whether this token is still the workspace's; what an old one says does not concern the new one."""
        found = await self._installations.find(installation.workspace)
        return found is not None and found.bot_token == installation.bot_token


@dataclass(frozen=True)
class Pause:
    """Why a token is not used, when it may be tried again, and whether others know it from the database."""

    words: str
    next_try: float
    kept: bool


def _digest(installation: Installation) -> str:
    workspace = installation.workspace
    return sha256(f"{workspace.enterprise_id}/{workspace.team_id}/{installation.bot_token}".encode()).hexdigest()
