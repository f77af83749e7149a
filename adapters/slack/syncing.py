"""Who and what there is in a workspace, as Slack says: kept here, so that no press and no post has to ask for it.

Everything at the start and once a day; single accounts and channels when Slack tells of a change.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace

import structlog

from adapters.platform import Gone, PlatformError, Throttled
from adapters.slack.client import Web
from adapters.slack.errors import Paused
from adapters.slack.ports import Account, Accounts, Installation, Installations, Kind, Spot, Spots, Workspace
from flows.errors import Unavailable
from flows.plain import Plain
from flows.text import clean

log = structlog.get_logger("accord.slack")

Sent = Mapping[str, Plain]
A_PAGE = 200
PAGES = 1000
TRIES = 20
LONGEST_WAIT = 60.0
"""Seconds; when Slack asks for more, it is left for the next time."""
DAY, AGAIN = 24 * 3600.0, 600.0
"""Seconds until the next time, and until the next try when it failed."""
LOOK, FIRST_LOOK = 10.0, 0.5
"""Seconds between two looks for new workspaces; the second while none is known."""
LONGEST_NAME = 100
CHANNELS = "public_channel,private_channel"


def account_of(user: Sent, workspace: Workspace) -> Account:
    """What Slack says of a user (users.info, users.list, user_change).

    Somebody of another company has no e-mail address here: that company says what it is, and it may say ours.
    """
    profile = _part(user, "profile")
    kind = _kind(user, workspace)
    email = _text(profile, "email")
    unsure = kind in (Kind.STRANGER, Kind.BOT) or user.get("is_email_confirmed") is False
    names = (_text(profile, "real_name"), _text(user, "real_name"), _text(profile, "display_name"), _text(user, "name"))
    user_id = _text(user, "id")
    return Account(
        user_id=user_id,
        name=next((name for name in map(_one_line, names) if name), user_id),
        email=None if unsure else email or None,
        zone=_text(user, "tz") or None,
        kind=kind,
        active=user.get("deleted") is not True,
    )


def spot_of(channel: Sent, *, member: bool) -> Spot:
    """What Slack says of a channel. `member`: whether Accord is in it, where Slack does not say."""
    said = channel.get("is_member")
    return Spot(
        channel_id=_text(channel, "id"),
        name=_one_line(_text(channel, "name") or _text(channel, "name_normalized")) or _text(channel, "id"),
        member=said if isinstance(said, bool) else member,
        archived=channel.get("is_archived") is True,
        private=channel.get("is_private") is True,
    )


class Syncing:
    """Asks Slack and keeps what it says, each under the organisation of exactly that workspace."""

    def __init__(self, web: Web, accounts: Accounts, spots: Spots) -> None:
        self._web = web
        self._accounts = accounts
        self._spots = spots

    async def everything(self, installation: Installation) -> None:
        """Accounts and channels. Raises the errors of adapters.platform, and Unavailable."""
        await self.people(installation)
        await self.channels(installation)

    async def people(self, installation: Installation) -> None:
        """Every account of the workspace."""
        asking = self._pages(installation, "users.list", "members", {})
        async for users in asking:
            accounts = [account_of(user, installation.workspace) for user in users]
            await self._accounts.keep(installation.organisation_id, [one for one in accounts if one.user_id])

    async def channels(self, installation: Installation, also: str = "") -> None:
        """The channels that Accord is in, and those that projects name; and the one called `also`."""
        of, found = installation.organisation_id, set[str]()
        types: dict[str, Plain] = {"types": CHANNELS, "exclude_archived": False}
        async for page in self._pages(installation, "users.conversations", "channels", types):
            found |= await self._keep(of, [spot_of(channel, member=True) for channel in page])
        missing = {name for name in (*await self._spots.wanted(of), also) if name and name not in found}
        if not missing:
            return
        async for page in self._pages(installation, "conversations.list", "channels", types):
            found |= await self._keep(of, [spot_of(channel, member=False) for channel in page])
            if missing <= found:
                break
        for name in missing - found:
            known = await self._spots.named(of, name)
            if known is not None and known.member:
                await self._spots.keep(of, [replace(known, member=False)])

    async def channel(self, installation: Installation, channel_id: str) -> Spot | None:
        """One channel, kept as Slack describes it now; None where Accord cannot see it (any more)."""
        try:
            answer = await self._web.call(installation, "conversations.info", {"channel": channel_id})
        except Gone:
            known = await self._spots.find(installation.organisation_id, channel_id)
            if known is not None:
                await self._spots.keep(installation.organisation_id, [replace(known, member=False)])
            return None
        spot = spot_of(_part(answer, "channel"), member=False)
        await self._spots.keep(installation.organisation_id, [spot])
        return spot

    async def run(self, installations: Installations, seconds: Callable[[], float] = time.monotonic) -> None:
        """Keeps every workspace's people and channels up to date until it is cancelled."""
        due: dict[Workspace, float] = {}
        while True:
            await self._round(installations, due, seconds)
            await asyncio.sleep(LOOK if due else FIRST_LOOK)

    async def _round(
        self, installations: Installations, due: dict[Workspace, float], seconds: Callable[[], float]
    ) -> None:
        try:
            known = [one for one in await installations.all() if not one.paused]
        except Unavailable:
            return
        for one in known:
            if seconds() >= due.get(one.workspace, 0.0):
                due[one.workspace] = seconds() + (DAY if await self._tried(one) else AGAIN)

    async def _tried(self, installation: Installation) -> bool:
        try:
            await self.everything(installation)
        except (PlatformError, Unavailable) as error:
            why = f"{type(error).__name__}: {error}"
            log.warning("people and channels not read", organisation=installation.organisation_id, why=why)
            return False
        return True

    async def _keep(self, organisation_id: str, spots: Sequence[Spot]) -> set[str]:
        """Keeps them; gives their names and ids."""
        spots = [spot for spot in spots if spot.channel_id]
        await self._spots.keep(organisation_id, spots)
        return {name for spot in spots for name in (spot.name, spot.channel_id)}

    async def _pages(
        self, installation: Installation, method: str, name: str, arguments: Sent
    ) -> AsyncIterator[list[Sent]]:
        """The lists of all pages, waiting where Slack asks to."""
        team = {"team_id": installation.workspace.team_id} if installation.workspace.enterprise_id else {}
        cursor = ""
        for _ in range(PAGES):
            asked = {**arguments, **team, "limit": A_PAGE, **({"cursor": cursor} if cursor else {})}
            answer = await self._patiently(installation, method, asked)
            listed = answer.get(name)
            yield [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
            cursor = _text(_part(answer, "response_metadata"), "next_cursor")
            if not cursor:
                return

    async def _patiently(self, installation: Installation, method: str, arguments: Sent) -> Sent:
        for _ in range(TRIES):
            try:
                return await self._web.call(installation, method, arguments)
            except Paused:
                raise
            except Throttled as error:
                if error.retry_after.total_seconds() > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after.total_seconds())
        return await self._web.call(installation, method, arguments)


def _kind(user: Sent, workspace: Workspace) -> Kind:
    if user.get("is_bot") is True or user.get("is_workflow_bot") is True or user.get("id") == "USLACKBOT":
        return Kind.BOT
    if user.get("is_stranger") is True or _elsewhere(user, workspace):
        return Kind.STRANGER
    guest = user.get("is_restricted") is True or user.get("is_ultra_restricted") is True
    return Kind.GUEST if guest else Kind.MEMBER


def _elsewhere(user: Sent, workspace: Workspace) -> bool:
    """Whether somebody is of another team; the teams of one Enterprise Grid share their people."""
    team = _text(user, "team_id")
    if not team or not workspace.team_id or team == workspace.team_id:
        return False
    enterprise = _text(_part(user, "enterprise_user"), "enterprise_id") or _text(user, "enterprise_id")
    return not (workspace.enterprise_id and workspace.enterprise_id in (enterprise, team))


def _part(sent: Sent, name: str) -> Sent:
    found = sent.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(sent: Sent, name: str) -> str:
    found = sent.get(name)
    return found.strip() if isinstance(found, str) else ""


def _one_line(words: str) -> str:
    return " ".join(clean(words).split())[:LONGEST_NAME].strip()
