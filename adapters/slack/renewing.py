"""Tokens that end after some hours: each is exchanged for the next one well before, once for all processes.

Slack takes a refresh token once. So whoever exchanges it holds a lease on the installation's row; the others go on with
the token there is, which works until it ends. Who dies between Slack's answer and the row leaves the lease behind: when
that is over the same refresh token is tried again, and if Slack does not take it any more, the workspace is paused as
with any token that has ended, and says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from adapters.platform import PlatformError, Unreachable
from adapters.slack.errors import code_of
from adapters.slack.ports import Installation, Renewals, Workspace
from flows.errors import Unavailable
from flows.plain import Plain

log = structlog.get_logger("accord.slack")

AHEAD = timedelta(hours=1)
"""Before a token ends it is exchanged; they last twelve hours."""
LEASE = timedelta(seconds=30)
"""For one exchange, longer than a call may take; and the pause before it is tried again."""
TRIES, BETWEEN = 30, 0.2
"""How often the row is read again while another process exchanges a token that has ended, and the seconds between."""
OVER = frozenset({"invalid_refresh_token", "token_revoked", "token_expired", "invalid_grant"})
"""Slack does not take the refresh token, and never will."""

Exchange = Callable[[Mapping[str, Plain]], Awaitable[Mapping[str, Plain]]]
"""Calls oauth.v2.access; raises the errors of adapters.platform."""


@dataclass(frozen=True)
class App:
    """Who exchanges."""

    client_id: str
    client_secret: str = field(repr=False)


class Renewing:
    """Gives installations with a token that works for a while. `now`: the process's clock."""

    def __init__(self, rows: Renewals, app: App, now: Callable[[], datetime]) -> None:
        self._rows = rows
        self._app = app
        self._now = now
        self._known: dict[Workspace, Installation] = {}
        self._again: dict[Workspace, datetime] = {}
        self._locks: dict[Workspace, asyncio.Lock] = {}

    async def current(self, installation: Installation, exchange: Exchange) -> Installation:
        """The same with a token that works. Raises Unreachable while there is none."""
        if installation.paused or self._lasts(installation):
            return installation
        workspace = installation.workspace
        async with self._locks.setdefault(workspace, asyncio.Lock()):
            known = self._known.get(workspace)
            if known is not None and self._lasts(known):
                return known
            if self._works(installation) and self._now() < self._again.get(workspace, self._now()):
                return installation
            try:
                self._known[workspace] = found = await self._renewed(installation, exchange)
            except Unavailable:
                return self._without(installation)
            return found

    async def _renewed(self, installation: Installation, exchange: Exchange) -> Installation:
        kept = await self._rows.latest(installation.workspace)
        if kept is None or kept.paused or self._lasts(kept):
            return kept or installation
        now = self._now()
        self._again[kept.workspace] = now + LEASE
        if not await self._rows.lease(kept, now, now + LEASE):
            return kept if self._works(kept) else await self._from_elsewhere(kept)
        try:
            said = await exchange(
                {
                    "client_id": self._app.client_id,
                    "client_secret": self._app.client_secret,
                    "grant_type": "refresh_token",
                    "refresh_token": kept.refresh_token,
                }
            )
        except PlatformError as error:
            log.warning("a token could not be exchanged", organisation=kept.organisation_id, code=code_of(error))
            return kept if code_of(error) in OVER else self._without(kept)
        renewed = lasting(kept, said, now)
        return await self._saved(renewed, now + LEASE) if renewed.bot_token else self._without(kept)

    async def _saved(self, renewed: Installation, until: datetime) -> Installation:
        """Slack has given it out only now: whoever loses it can but hope that the old refresh token works again."""
        for _ in range(TRIES):
            try:
                if await self._rows.renewed(renewed, until):
                    log.info("a token was exchanged", organisation=renewed.organisation_id)
                    return renewed
                return await self._rows.latest(renewed.workspace) or renewed  # it was installed again meanwhile
            except Unavailable:
                await asyncio.sleep(BETWEEN)
        log.error("a new token could not be kept", organisation=renewed.organisation_id)
        return renewed

    async def _from_elsewhere(self, kept: Installation) -> Installation:
        """What another process is about to keep."""
        for _ in range(TRIES):
            await asyncio.sleep(BETWEEN)
            found = await self._rows.latest(kept.workspace)
            if found is not None and self._lasts(found):
                return found
        return self._without(kept)

    def _without(self, installation: Installation) -> Installation:
        """The same while it works. Raises Unreachable when it has ended."""
        if self._works(installation):
            return installation
        raise Unreachable("Slack has not given Accord its next token yet")

    def _works(self, installation: Installation) -> bool:
        return installation.expires_at is None or self._now() < installation.expires_at

    def _lasts(self, installation: Installation) -> bool:
        return installation.expires_at is None or self._now() < installation.expires_at - AHEAD


def lasting(installation: Installation, granted: Mapping[str, Plain], now: datetime) -> Installation:
    """The same with what Slack gave out at `now`: a token, and with rotation its end and what it is exchanged for."""
    token, refresh, seconds = (granted.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not isinstance(token, str) or not isinstance(refresh, str) or not isinstance(seconds, int):
        return replace(installation, bot_token=str(token or ""), refresh_token="", expires_at=None)
    return replace(installation, bot_token=token, refresh_token=refresh, expires_at=now + timedelta(seconds=seconds))
