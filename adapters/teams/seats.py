"""Who asks: the account and the person behind an activity, found by exact ids or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from adapters.accounts import Account, Kind
from adapters.mentioned import named_in
from adapters.platform import Gone, PlatformError, Refused
from adapters.teams.asked import Origin
from adapters.teams.parts import Parts
from adapters.teams.ports import Conversation, Scope
from adapters.zones import Zones
from flows.commands import Actor, Place
from flows.errors import Unavailable

PATIENCE = 1.5
"""Seconds for Teams to say who somebody is."""
STRANGER = "Accord answers only to people of this organisation, so nothing was done."
UNKNOWN = "Accord cannot find you in this conversation, so nothing was done. Please open Accord itself in Teams."
OUTSIDE = (Kind.GUEST, Kind.STRANGER)


class Nobody(Exception):
    """Nobody who may ask anything here. The text is for them; "" where there is nobody to tell."""


class Unheard(Unavailable):
    """Teams would have to say who an account is, and does not just now."""


@dataclass(frozen=True)
class Seat:
    """A person of an organisation, as Teams and its directory verified them."""

    organisation_id: str
    account: Account
    actor: Actor
    conversation: Conversation

    @property
    def whose(self) -> str:
        """For what is kept or counted for each person."""
        return f"{self.organisation_id}/{self.account.user_id}"


class Seats:
    """Finds who asks. Teams is asked only for accounts that were never heard of, or are said to be closed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._zones = Zones()

    async def seat(self, organisation_id: str, origin: Origin) -> Seat:
        """Who asks. Raises Nobody, and Unheard when Teams has to be asked who it is and does not say."""
        if not origin.user_id:
            raise Nobody(STRANGER)
        account = await self.account(organisation_id, origin.conversation, origin.user_id)
        if account.kind is Kind.BOT or not account.active:
            raise Nobody("")
        account = await self._here(organisation_id, account, origin.zone)
        person_id = await self._person_id(organisation_id, account)
        actor = Actor(organisation_id, person_id, "teams", outside=account.kind in OUTSIDE)
        return Seat(organisation_id, account, actor, origin.conversation)

    async def account(self, organisation_id: str, conversation: Conversation, user_id: str) -> Account:
        """The account, as last heard of. Raises Nobody, and Unheard where Teams would have to say who it is.

        Nobody can ask anything with a closed account: that it was opened again may have gone unheard.
        """
        known = await self._parts.accounts.find(organisation_id, user_id)
        if known is not None and known.active:
            return known
        try:
            return await self._looked_up(organisation_id, conversation, user_id)
        except (Nobody, Unheard):
            if known is None:
                raise
            return known

    async def _looked_up(self, organisation_id: str, conversation: Conversation, user_id: str) -> Account:
        """The account as Teams describes it now, which is kept."""
        try:
            async with asyncio.timeout(PATIENCE):
                account = await self._parts.roster.member(conversation, user_id)
        except (Gone, Refused):
            raise Nobody(UNKNOWN) from None
        except (PlatformError, TimeoutError) as error:
            raise Unheard("Teams does not say who this is") from error
        if account.user_id != user_id:
            raise Nobody(UNKNOWN)
        await self._parts.accounts.keep(organisation_id, [account])
        return await self._parts.accounts.find(organisation_id, user_id) or account

    async def person_ids(self, seat: Seat, user_ids: Iterable[str]) -> Mapping[str, str]:
        """The person behind each of these accounts; those that cannot be found are left out."""
        found: dict[str, str] = {}
        for user_id in user_ids:
            try:
                account = await self.account(seat.organisation_id, seat.conversation, user_id)
            except (Nobody, Unheard):
                continue
            if account.kind is not Kind.BOT and account.active:
                found[user_id] = await self._person_id(seat.organisation_id, account)
        return found

    async def users(self, organisation_id: str, told: object) -> Mapping[str, str]:
        """The account of everybody who is named in what is shown, by its id in the directory, where they have one that
        works.

        From now on the zones in it can be used on the event loop.
        """
        people, zones = named_in(told)
        await self._zones.read(zones)
        known = {each: await self._parts.accounts.of(organisation_id, each) for each in people}
        return {person_id: each.user_id for person_id, each in known.items() if each is not None and each.active}

    async def zone(self, seat: Seat, origin: Origin) -> str | None:
        """By whose clock moments are told them: their own, as all cards do; else as their computer says."""
        known = await self._parts.accounts.zone(seat.organisation_id, seat.actor.person_id)
        return await self._zones.known(known or "") or await self._zones.known(origin.zone)

    async def place(self, organisation_id: str, origin: Origin) -> Place:
        """Where something is asked, by the name of the channel."""
        where = origin.conversation
        if where.scope is Scope.PERSONAL:
            return Place(None, origin.thread or None)
        spot = await self._parts.spots.find(organisation_id, where.conversation_id)
        name = (spot.name if spot else "") or where.name or where.conversation_id
        return Place(name, origin.thread or None)

    async def _here(self, organisation_id: str, account: Account, told: str) -> Account:
        """The account with the zone that its clock is in now, which only its own messages tell."""
        zone = await self._zones.known(told)
        if zone is None or zone == account.zone:
            return account
        moved = replace(account, zone=zone)
        await self._parts.accounts.keep(organisation_id, [moved])
        return moved

    async def _person_id(self, organisation_id: str, account: Account) -> str:
        return account.person_id or (await self._parts.accounts.person(organisation_id, account)).id
