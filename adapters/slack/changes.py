"""What Slack says of itself: people, channels and installations that have changed."""

from __future__ import annotations

from dataclasses import replace

import structlog

from adapters.slack.asked import Removed, SpotChanged, UserChanged
from adapters.slack.parts import Parts
from adapters.slack.ports import Installation, Spot, Workspace
from adapters.slack.syncing import account_of

log = structlog.get_logger("accord.slack")


class Changes:
    """Keeps what is known of each workspace as it is. Doing it twice does it once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._installed: dict[Workspace, float] = {}

    def installed(self, workspace: Workspace) -> None:
        """Accord was just installed there: what is said of an earlier installation is no news."""
        self._installed[workspace] = self._parts.now().timestamp()

    async def take(self, changed: Removed | UserChanged | SpotChanged) -> None:
        """Takes it in. Raises Unavailable."""
        installation = await self._parts.installations.find(changed.workspace)
        if installation is None:
            return
        match changed:
            case Removed():
                await self._removed(installation, changed)
            case UserChanged():
                account = account_of(changed.user, installation.workspace)
                await self._parts.accounts.keep(installation.organisation_id, [account])
            case SpotChanged():
                await self._spot(installation, changed)

    async def _removed(self, installation: Installation, changed: Removed) -> None:
        if changed.at and changed.at < self._installed.get(changed.workspace, 0):
            log.info("an event about an earlier installation is left out")
            return
        await self._parts.installations.pause(changed.workspace, changed.reason)
        log.warning("slack workspace paused", organisation=installation.organisation_id, why=changed.reason)

    async def _spot(self, installation: Installation, changed: SpotChanged) -> None:
        if changed.user_id and changed.user_id != installation.bot_user_id:
            return
        organisation_id = installation.organisation_id
        known = await self._parts.spots.find(organisation_id, changed.channel_id)
        if known is None and not changed.name:
            return  # the next look at all channels finds it with its name
        spot = known or Spot(changed.channel_id, changed.name or "")
        spot = replace(
            spot,
            name=changed.name or spot.name,
            archived=spot.archived if changed.archived is None else changed.archived,
            member=spot.member if changed.member is None else changed.member,
        )
        await self._parts.spots.keep(organisation_id, [spot])
