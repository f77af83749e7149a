"""Who asks: the installation, the account and the person behind a request, found by exact ids or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.mentioned import named_in
from adapters.platform import PlatformError
from adapters.slack.asked import Origin
from adapters.slack.parts import Parts
from adapters.slack.ports import Account, Installation, Kind, Workspace
from adapters.slack.spoken import channels_in, people_in
from adapters.slack.syncing import account_of
from adapters.zones import Zones
from flows.commands import Actor, Place
from flows.errors import Unavailable

PATIENCE = 1.5
"""Seconds for Slack to say who somebody is, within the three that a request has."""
CLOSED_FOR = timedelta(minutes=5)
"""Until Slack is asked again about a closed account; it says by itself when one is opened again."""
UNHEARD_FOR = timedelta(seconds=15)
"""The same where it has not answered."""
MOST = 5000
UNKNOWN = "Accord is not set up in this workspace, so nothing was done."
PAUSED = "Accord is disconnected from this workspace, so nothing was done. Whoever manages Accord can connect it again."
OUTSIDE = (Kind.GUEST, Kind.STRANGER)


class Nobody(Exception):
    """Nobody who may ask anything here. The text is for them; "" where there is nobody to tell."""


class Unheard(Unavailable):
    """Slack would have to say who an account is, and does not just now."""


@dataclass(frozen=True)
class Seat:
    """A person of an organisation, as Slack verified them."""

    installation: Installation
    account: Account
    actor: Actor

    @property
    def organisation_id(self) -> str:
        """Whose records are used."""
        return self.installation.organisation_id


class Seats:
    """Finds who asks. Slack is asked only for accounts that were never heard of, or are said to be closed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._zones = Zones()
        self._asked_again: dict[tuple[str, str], datetime] = {}

    async def installation(self, workspace: Workspace) -> Installation:
        """The one in exactly this workspace. Raises Nobody where there is none that works."""
        found = await self._parts.installations.find(workspace)
        if found is None:
            raise Nobody(UNKNOWN)
        if found.paused:
            raise Nobody(PAUSED)
        return found

    async def seat(self, origin: Origin) -> Seat:
        """Who asks. Raises Nobody, and Unheard when Slack has to be asked who it is and does not say."""
        installation = await self.installation(origin.workspace)
        account = await self.account(installation, origin.user_id)
        if account.kind is Kind.BOT or not account.active or account.user_id == installation.bot_user_id:
            raise Nobody("")
        person_id = await self._person_id(installation.organisation_id, account)
        actor = Actor(installation.organisation_id, person_id, "slack", outside=account.kind in OUTSIDE)
        return Seat(installation, account, actor)

    async def account(self, installation: Installation, user_id: str) -> Account:
        """The account, as last heard of. Raises Unheard where Slack would have to say who it is and does not."""
        known = await self._parts.accounts.find(installation.organisation_id, user_id)
        if known is None:
            return await self._looked_up(installation, user_id)
        key, now = (installation.organisation_id, user_id), self._parts.now()
        if known.active or timedelta() < self._asked_again.get(key, now) - now <= CLOSED_FOR:
            return known
        # Nobody can ask anything with a closed account: that it was opened again may have gone unheard.
        self._ask_again(key, now + UNHEARD_FOR)
        try:
            found = await self._looked_up(installation, user_id)
        except Unheard:
            return known
        self._ask_again(key, now + CLOSED_FOR)
        return found

    def _ask_again(self, key: tuple[str, str], at: datetime) -> None:
        """Slack is asked about this closed account then, and not before."""
        if len(self._asked_again) >= MOST:
            self._asked_again.clear()
        self._asked_again[key] = at

    async def _looked_up(self, installation: Installation, user_id: str) -> Account:
        """The account as Slack describes it now, which is kept."""
        organisation_id = installation.organisation_id
        try:
            answer = await self._parts.web.call(installation, "users.info", {"user": user_id}, patience=PATIENCE)
        except PlatformError as error:
            raise Unheard("Slack does not say who this is") from error
        user = answer.get("user")
        if not isinstance(user, Mapping):
            raise Unheard("Slack does not say who this is")
        account = account_of(user, installation.workspace)
        if account.user_id != user_id:
            raise Unheard("Slack does not say who this is")
        await self._parts.accounts.keep(organisation_id, [account])
        return await self._parts.accounts.find(organisation_id, user_id) or account

    async def person_ids(self, installation: Installation, user_ids: Iterable[str]) -> Mapping[str, str]:
        """The person behind each of these accounts; those that cannot be found are left out.

        Slack is asked for all of them at once: one after the other would take longer than a form may.
        """
        asked = list(user_ids)
        heard = await asyncio.gather(*(self._heard(installation, user_id) for user_id in asked))
        found: dict[str, str] = {}
        for user_id, account in zip(asked, heard, strict=True):
            if account is not None and account.kind is not Kind.BOT and account.active:
                found[user_id] = await self._person_id(installation.organisation_id, account)
        return found

    async def _heard(self, installation: Installation, user_id: str) -> Account | None:
        try:
            return await self.account(installation, user_id)
        except Unheard:
            return None

    async def names(self, organisation_id: str, text: str) -> Mapping[str, str]:
        """What the accounts and channels in a text are called, by id, as far as they were heard of."""
        people = {each: await self.known(organisation_id, each) for each in people_in(text)}
        spots = {each: await self._parts.spots.find(organisation_id, each) for each in channels_in(text)}
        return {ident: found.name for ident, found in (*people.items(), *spots.items()) if found is not None}

    async def known(self, organisation_id: str, user_id: str) -> Account | None:
        """The account, if it was ever heard of."""
        return await self._parts.accounts.find(organisation_id, user_id)

    async def users(self, organisation_id: str, told: object) -> Mapping[str, str]:
        """The user id of everybody who is named in what is shown and has an account that works.

        From now on the zones in it can be used on the event loop.
        """
        people, zones = named_in(told)
        await self._zones.read(zones)
        known = {each: await self._parts.accounts.of(organisation_id, each) for each in people}
        return {person_id: each.user_id for person_id, each in known.items() if each is not None and each.active}

    async def place(self, organisation_id: str, channel_id: str, called: str = "", thread: str = "") -> Place:
        """Where something is typed. `called`: what Slack calls a channel that Accord is not in."""
        if channel_id.startswith("D") or called.startswith(("directmessage", "mpdm-")):
            return Place(None, thread or None)
        spot = await self._parts.spots.find(organisation_id, channel_id)
        name = spot.name if spot else "" if called == "privategroup" else called
        return Place(name or channel_id, thread or None)

    async def _person_id(self, organisation_id: str, account: Account) -> str:
        return account.person_id or (await self._parts.accounts.person(organisation_id, account)).id
