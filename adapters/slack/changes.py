"""What Slack says of itself: people, channels and installations that have changed."""

from __future__ import annotations

from dataclasses import replace

import structlog

from adapters.platform import PlatformError
from adapters.slack.asked import Removed, SpotChanged, UserChanged
from adapters.slack.parts import Parts
from adapters.slack.ports import Installation, Spot
from adapters.slack.seats import PATIENCE
from adapters.slack.syncing import account_of

log = structlog.get_logger("accord.slack")


class Changes:
    """Keeps what is known of each workspace as it is. Doing it twice does it once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

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
        """Slack may tell it late, when Accord was installed again: the token knows."""
        if installation.paused:
            return
        of = installation.organisation_id
        try:
            await self._parts.web.call(installation, "auth.test", {}, patience=PATIENCE)
        except PlatformError:
            if await self._parts.installations.pause(installation, changed.reason):
                log.warning("slack workspace paused", organisation=of, why=changed.reason)
        else:
            log.info("an event about an earlier installation is left out", organisation=of)

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
