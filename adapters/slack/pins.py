"""Messages on top of their channel: pinned once, however often it is tried, and never at the cost of the message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog

from adapters.platform import Gone, Outgoing, PlatformError, Reference, Refused, Throttled, Unfinished, Unreachable
from adapters.slack.client import Web
from adapters.slack.errors import Unfamiliar, about_of, code_of
from adapters.slack.meanings import About
from adapters.slack.places import split
from adapters.slack.ports import Installation, Waits
from flows.errors import Unavailable
from flows.messages import ToPerson

log = structlog.get_logger("accord.slack")

PATIENCE = 3.0
"""Seconds for one call: the message itself needs some of what an attempt has."""
TRIED_FOR = timedelta(minutes=15)
"""How long after the message was shown what Slack neither takes nor refuses is tried again; until then nothing else is
shown in that channel."""
TOLD_FOR = timedelta(days=7)
"""How long a refusal is known; each change of the message tries again."""
REFUSED, PINNED = "not pinned ", "pinned "


class Pins:
    """Pins what asks for it. `waits`: keeps what Slack refused, so that `doctor` can tell it in any process."""

    def __init__(self, web: Web, now: Callable[[], datetime]) -> None:
        self._web = web
        self._now = now

    async def put(self, installation: Installation, reference: Reference, post: Outgoing) -> None:
        """Pins a message that is shown. What Slack refuses is noted, and the message stays where it is.

        Raises Throttled or Unreachable when it is to be tried again.
        """
        if not post.message.pinned or isinstance(post.to, ToPerson):
            return
        channel, at = split(reference)
        asked = {"channel": channel, "timestamp": at}
        try:
            await self._web.call(installation, "pins.add", asked, patience=PATIENCE, first=post.again)
        except (Refused, Gone, Unfamiliar) as error:
            code = code_of(error)
            await self._note(installation, channel, pinned=code == "already_pinned", code=code)
        except PlatformError as error:
            if self._now() - _shown_at(at) > TRIED_FOR:
                log.warning("a message was not pinned", why=type(error).__name__)
            elif isinstance(error, Throttled | Unreachable):
                raise
            else:
                raise Unreachable("Slack did not say whether the message is pinned") from None
        else:
            await self._note(installation, channel, pinned=True)

    async def shown(self, installation: Installation, reference: Reference, post: Outgoing) -> Reference:
        """Pins a message that was just sent; where that is to be tried again, the message is looked up first."""
        try:
            await self.put(installation, reference, post)
        except PlatformError as error:
            raise Unfinished(f"it is shown, and not pinned yet: {error}") from None
        return reference

    async def changed(self, installation: Installation, reference: Reference, post: Outgoing) -> Reference:
        """Pins a message that was just changed, where it is not pinned yet. Never raises: it is shown already."""
        try:
            await self.put(installation, reference, post)
        except PlatformError as error:
            log.info("a pin was not looked at", why=type(error).__name__)
        return reference

    async def left(self, installation: Installation, reference: Reference, post: Outgoing, error: Gone) -> None:
        """Another message takes the place of one that cannot be changed any more. Never raises."""
        if not post.message.pinned or about_of(error) is not About.MESSAGE:
            return
        channel, at = split(reference)
        try:
            asked = {"channel": channel, "timestamp": at}
            await self._web.call(installation, "pins.remove", asked, patience=PATIENCE)
        except PlatformError as refused:
            log.info("an old message was not unpinned", code=code_of(refused))

    async def _note(self, installation: Installation, channel: str, *, pinned: bool, code: str = "") -> None:
        """Keeps what became of it; what went well only after it did not."""
        team, until = team_of(installation), self._now() + TOLD_FOR
        try:
            if not pinned:
                log.warning("a message was not pinned", code=code)
                await self._web.waits.keep(team, REFUSED + channel, until)
            elif channel in refused(await self._web.waits.all(self._now()), team):
                await self._web.waits.keep(team, PINNED + channel, until)
        except Unavailable:
            log.warning("what became of a pin could not be kept", code=code)


def _shown_at(at: str) -> datetime:
    """When Slack took a message, by its timestamp: however late it was, its pin has the same time."""
    return datetime.fromtimestamp(float(at), UTC)


def team_of(installation: Installation) -> str:
    """By which workspace it is kept."""
    return installation.workspace.team_id or installation.workspace.enterprise_id


def refused(waits: Mapping[tuple[str, str], datetime], team: str) -> frozenset[str]:
    """The ids of the channels where Slack did not let a message be pinned when it was tried last."""
    mine = {what: until for (of, what), until in waits.items() if of == team}
    return frozenset(
        what.removeprefix(REFUSED)
        for what, until in mine.items()
        if what.startswith(REFUSED) and mine.get(PINNED + what.removeprefix(REFUSED), until) <= until
    )


async def unpinned(waits: Waits, installation: Installation, now: datetime) -> frozenset[str]:
    """The same, as it is kept. Raises flows.errors.Unavailable."""
    return refused(await waits.all(now), team_of(installation))
