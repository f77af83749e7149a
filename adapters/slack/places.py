"""Where a message goes: from a person or a channel's name to the id that Slack knows, and what stands in the way.

What Slack said no to is remembered, so that it is not tried again and again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from adapters.looks import ALL_AGAIN, Looks
from adapters.platform import Gone, PlatformError, Reference, Refused
from adapters.slack.client import Web
from adapters.slack.errors import SaidNo, about_of, code_of, refusal
from adapters.slack.meanings import About
from adapters.slack.ports import Account, Accounts, Installation, Kind, Spot, Spots
from adapters.slack.syncing import Syncing, account_of
from flows.errors import Unavailable
from flows.messages import Address, ToChannel, ToPerson

log = structlog.get_logger("accord.slack")

NO_ACCOUNT = "nobody in the Slack workspace has this person's e-mail address"
NOT_TO_THEM = "user_not_visible"
LOOK = 2.0
"""Seconds for Slack to say whether an account works, before what is meant for it is sent all the same."""
WORKS_FOR = timedelta(seconds=30)
"""Until that is asked again."""
MOST_LOOKS = 5000
REFUSED_FOR = 20 * 3600.0
"""Seconds until a channel in which Accord may not post is tried again: once a day, and a daily post not too early."""


@dataclass(frozen=True)
class Place:
    """The id to post to. `account`: whose direct messages; `spot`: which channel."""

    channel: str
    account: Account | None = None
    spot: Spot | None = None


def split(reference: Reference) -> tuple[str, str]:
    """Channel id and ts of a message. Raises Gone for what was never one in Slack."""
    channel, slash, at = reference.partition("/")
    if not (channel and slash and at):
        raise Gone("this is not a message in Slack")
    return channel, at


class Places:
    """Finds places, and remembers what Slack says of them."""

    def __init__(
        self,
        web: Web,
        accounts: Accounts,
        spots: Spots,
        now: Callable[[], datetime],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web = web
        self._accounts = accounts
        self._spots = spots
        self._syncing = Syncing(web, accounts, spots)
        self._seconds = seconds
        self._looks = Looks("Slack", seconds)
        self._now = now
        self._worked_at: dict[tuple[str, str], datetime] = {}
        self._refused: dict[tuple[str, str], tuple[float, SaidNo]] = {}

    async def of(self, installation: Installation, to: Address, *, look_first: bool = False) -> Place:
        """Where to post. `look_first`: whether an account still works is asked now. Raises Gone or Refused with a
        sentence where nothing can be posted, and Unavailable."""
        if isinstance(to, ToPerson):
            account = await self._account(installation, to)
            if look_first:
                await self._check_account(installation, account)
            return Place(account.direct or account.user_id, account)
        spot = await self._open_spot(installation, to)
        until, error = self._refused.get((installation.organisation_id, spot.channel_id), (0.0, None))
        if error is not None and self._seconds() < until:
            raise SaidNo(error.code, error.about, str(error))
        return Place(spot.channel_id, None, spot)

    async def readable(self, installation: Installation, to: Address) -> str:
        """The id of the conversation to read: for a person that of their direct messages, never their own."""
        place = await self.of(installation, to)
        if place.account is None or place.channel != place.account.user_id:
            return place.channel
        answer = await self._web.call(installation, "conversations.open", {"users": place.account.user_id})
        channel = answer.get("channel")
        direct = str(channel["id"]) if isinstance(channel, dict) and channel.get("id") else ""
        if not direct:
            raise refusal(NOT_TO_THEM)
        await self.posted(installation, place, direct)
        return direct

    async def posted(self, installation: Installation, place: Place, channel: str) -> None:
        """Something was posted there: where their direct messages are is kept. Never raises."""
        account = place.account
        if account is None or not channel.startswith("D") or account.direct == channel:
            return
        try:
            await self._accounts.keep(installation.organisation_id, [replace(account, direct=channel)])
        except Unavailable:
            log.warning("where direct messages go could not be kept", organisation=installation.organisation_id)

    async def learn(self, installation: Installation, place: Place, error: PlatformError) -> None:
        """Slack said no to that place: it is not asked again until something has changed there. Never raises."""
        of, code = installation.organisation_id, code_of(error)
        try:
            if place.account is not None and code == "user_disabled":
                await self._accounts.keep(of, [replace(place.account, active=False)])
            elif place.spot is not None and code in ("is_archived", "is_inactive"):
                await self._spots.keep(of, [replace(place.spot, archived=True)])
            elif place.spot is not None and code in ("channel_not_found", "not_in_channel"):
                await self._spots.keep(of, [replace(place.spot, member=False)])
            elif place.spot is not None and isinstance(error, SaidNo) and error.about is About.CHANNEL:
                self._refused[of, place.spot.channel_id] = (self._seconds() + REFUSED_FOR, error)
        except Unavailable:
            log.warning("what Slack said of a place could not be kept", organisation=of, code=code)

    async def close(self) -> None:
        """Stops looking."""
        await self._looks.close()

    async def _account(self, installation: Installation, to: ToPerson) -> Account:
        of = installation.organisation_id
        account = await self._accounts.of(of, to.person_id)
        if account is None:
            await self._looks.once(of, "people", lambda: self._syncing.people(installation), again=ALL_AGAIN)
            account = await self._accounts.of(of, to.person_id)
        if account is None:
            raise SaidNo("no_account", About.PERSON, NO_ACCOUNT)
        if not account.active:
            raise refusal("user_disabled")
        if account.kind is Kind.BOT:
            raise refusal("cannot_dm_bot")
        return account

    async def _check_account(self, installation: Installation, account: Account) -> None:
        """Slack takes messages to closed accounts, and nobody reads them. Where it does not say, it is left at that."""
        key = installation.organisation_id, account.user_id
        at = self._worked_at.get(key)
        if at is not None and abs(self._now() - at) < WORKS_FOR:
            return
        try:
            answer = await self._web.call(installation, "users.info", {"user": account.user_id}, patience=LOOK)
        except PlatformError as error:
            log.info("an account was not looked at", organisation=key[0], why=type(error).__name__)
            return
        user = answer.get("user")
        if isinstance(user, Mapping) and user.get("id") == account.user_id and user.get("deleted") is True:
            await self._accounts.keep(key[0], [account_of(user, installation.workspace)])
            raise refusal("user_disabled")
        if len(self._worked_at) >= MOST_LOOKS:
            self._worked_at.clear()
        self._worked_at[key] = self._now()

    async def _open_spot(self, installation: Installation, to: ToChannel) -> Spot:
        """The channel, once it is sure that Accord is in it."""
        of, name = installation.organisation_id, to.channel
        spot = await self._spots.named(of, name)
        if spot is None:
            await self._looks.once(of, f"#{name}", lambda: self._syncing.channels(installation, name))
            spot = await self._spots.named(of, name)
        if spot is None:
            raise refusal("channel_not_found")
        if spot.archived or not spot.member:
            spot = await self._seen_again(installation, spot)
        if spot.archived:
            raise refusal("is_archived")
        if spot.member:
            return spot
        if spot.private:
            raise refusal("channel_not_found")
        return await self._joined(installation, spot)

    async def _seen_again(self, installation: Installation, spot: Spot) -> Spot:
        """The same as it is now: an event may have been missed."""
        of = installation.organisation_id
        await self._looks.once(of, spot.channel_id, lambda: self._syncing.channel(installation, spot.channel_id))
        return await self._spots.find(of, spot.channel_id) or spot

    async def _joined(self, installation: Installation, spot: Spot) -> Spot:
        """Joins a public channel where the workspace has allowed that."""
        if "channels:join" not in installation.scopes:
            raise refusal("not_in_channel")
        try:
            await self._web.call(installation, "conversations.join", {"channel": spot.channel_id})
        except (Refused, Gone) as error:
            raise error if about_of(error) is About.CHANNEL else refusal("not_in_channel") from None
        joined = replace(spot, member=True)
        await self._spots.keep(installation.organisation_id, [joined])
        return joined
