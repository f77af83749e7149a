"""Where a message goes: from a person or a channel's name to a conversation, and what stands in the way.

What Teams said no to is remembered, so that it is not tried again and again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from adapters.accounts import Account, Accounts, Kind, Spot, Spots
from adapters.looks import ALL_AGAIN, Looks
from adapters.platform import Gone, PlatformError, Refused
from adapters.teams.client import Connector
from adapters.teams.errors import NotThere, SaidNo, code_of
from adapters.teams.meanings import About
from adapters.teams.ports import Conversation, Scope
from adapters.teams.roster import Members, References
from flows.errors import Unavailable
from flows.messages import Address, ToChannel, ToPerson

log = structlog.get_logger("accord.teams")

NO_ACCOUNT = (
    "nobody with this person's e-mail address is in a team or chat with Accord. Somebody adds Accord to a team that "
    "they are in, or they open Accord in Teams and choose Add"
)
NOT_ADDED = "this person has not added Accord in Teams. They open Accord there, choose Add, and write a word to it"
CLOSED = "their account in Teams is closed"
NO_CHANNEL = (
    "there is no channel or chat of this name that Accord is in. Somebody adds Accord to its team in Teams, or the "
    "project can name another"
)
NOT_IN_CHANNEL = "Accord is not in this channel's team any more. Somebody adds it again in Teams"
ARCHIVED = "the channel was deleted or archived. Somebody who manages its team can bring it back"
LOOK = 1.0
"""Seconds for Teams to say whether an account works, before what is meant for it is sent all the same."""
NOBODY = "MemberNotFoundInConversation"
REFUSED_FOR = 20 * 3600.0
"""Seconds until a place where Accord may not write is tried again: once a day, and a daily post not too early."""
ONLY_THERE = frozenset({"ForbiddenOperationException", "NotEnoughPermissions", "403"})
"""In a team's channel these say nothing of the other channels, whose conversations go with the general one's."""


def conversation_of(
    scope: str,
    conversation_id: str,
    service_url: str,
    tenant_id: str,
    *,
    bot_id: str,
    user_id: str,
    member_id: str,
    team_id: str,
    name: str,
) -> Conversation:
    """A conversation as it was kept."""
    return Conversation(
        Scope(scope), conversation_id, service_url, tenant_id, bot_id, user_id, member_id, team_id, name
    )


class Routes:
    """Finds the conversation for an address, and remembers what Teams says of it."""

    def __init__(
        self,
        connector: Connector,
        accounts: Accounts,
        spots: Spots,
        references: References,
        members: Members,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector
        self._accounts = accounts
        self._spots = spots
        self._references = references
        self._members = members
        self._seconds = seconds
        self._looks = Looks("Teams", seconds)
        self._refused: dict[tuple[str, Address], tuple[float, SaidNo | NotThere]] = {}

    async def of(self, organisation_id: str, to: Address, *, look_first: bool = False) -> Conversation:
        """Where to post. `look_first`: whether an account still works is asked now. Raises Gone or Refused with a
        sentence where nothing can be posted, and Unavailable."""
        await self._connector.tokens.get()  # without one nothing can be sent: it is not the message that fails then
        if isinstance(to, ToPerson):
            account = await self._account(organisation_id, to)
            chat = await self._personal(organisation_id, to, account)
            if look_first:
                await self._check_account(organisation_id, account, chat)
            return chat
        return await self._channel(organisation_id, to)

    async def find(self, organisation_id: str, conversation_id: str) -> Conversation:
        """The conversation in which a message of Accord's is. Raises Gone where Accord may not write there any more."""
        found = await self._references.find(organisation_id, conversation_id)
        if found is None:
            raise NotThere("ConversationNotFound", About.PLACE, "Accord is not in this conversation any more")
        return found

    async def learn(self, organisation_id: str, to: Address, conversation: Conversation, error: PlatformError) -> None:
        """Teams said no to that place: it is tried again when it was heard of anew, or in a day. Never raises."""
        if not isinstance(error, SaidNo | NotThere) or error.about is not About.PLACE:
            return
        self._refused[organisation_id, to] = self._seconds() + REFUSED_FOR, error
        if conversation.scope is Scope.CHANNEL and code_of(error) in ONLY_THERE:
            return
        try:
            await self._references.drop(organisation_id, conversation.conversation_id)
        except Unavailable:
            log.warning("what Teams said of a place could not be kept", organisation=organisation_id)

    async def close(self) -> None:
        """Stops looking."""
        await self._looks.close()

    async def _personal(self, organisation_id: str, to: ToPerson, account: Account) -> Conversation:
        known = await self._references.direct(organisation_id, account.user_id)
        if known is not None:
            return known
        if (refused := self._remembered(organisation_id, to)) is not None:
            raise refused
        near = next(iter(await self._references.all(organisation_id)), None)
        if near is None or not account.direct:
            raise SaidNo("not_added", About.PLACE, NOT_ADDED)
        try:
            opened = await self._connector.open(near, account.direct)
        except (Refused, Gone) as error:
            refused = SaidNo(code_of(error) or "not_added", About.PLACE, NOT_ADDED)
            self._refused[organisation_id, to] = self._seconds() + REFUSED_FOR, refused
            raise refused from None
        found = Conversation(
            Scope.PERSONAL,
            opened,
            near.service_url,
            near.tenant_id,
            near.bot_id,
            user_id=account.user_id,
            member_id=account.direct,
        )
        await self._references.keep(organisation_id, found)
        return found

    async def _check_account(self, organisation_id: str, account: Account, chat: Conversation) -> None:
        """Who is not even in their own chat with Accord any more, has no account. Where Teams does not say, it is left
        at that."""
        try:
            async with asyncio.timeout(LOOK):
                await self._connector.member(chat, account.direct or account.user_id)
        except (PlatformError, TimeoutError) as error:
            if not isinstance(error, NotThere) or error.code != NOBODY:
                log.info("an account was not looked at", organisation=organisation_id, why=type(error).__name__)
                return
            await self._accounts.keep(organisation_id, [replace(account, active=False)])
            raise SaidNo("closed", About.PLACE, CLOSED) from None

    def _remembered(self, organisation_id: str, to: Address) -> SaidNo | NotThere | None:
        """What Teams said there, while that counts."""
        until, error = self._refused.get((organisation_id, to), (0.0, None))
        return None if error is None or self._seconds() >= until else type(error)(error.code, error.about, str(error))

    async def _account(self, organisation_id: str, to: ToPerson) -> Account:
        account = await self._accounts.of(organisation_id, to.person_id)
        if account is None:
            await self._looks.once(
                organisation_id, "people", lambda: self._members.everybody(organisation_id), again=ALL_AGAIN
            )
            account = await self._accounts.of(organisation_id, to.person_id)
        if account is None:
            raise SaidNo("no_account", About.PLACE, NO_ACCOUNT)
        if not account.active or account.kind is Kind.BOT:
            raise SaidNo("closed", About.PLACE, CLOSED)
        return account

    async def _channel(self, organisation_id: str, to: ToChannel) -> Conversation:
        spot = await self._spot(organisation_id, to.channel)
        known = await self._references.find(organisation_id, spot.channel_id)
        refused = self._remembered(organisation_id, to)
        if known is None:
            raise refused or SaidNo("not_added", About.PLACE, NOT_IN_CHANNEL)
        if refused is not None and refused.code in ONLY_THERE:
            raise refused
        return known

    async def _spot(self, organisation_id: str, name: str) -> Spot:
        spot = await self._spots.named(organisation_id, name)
        if spot is None:
            await self._looks.once(organisation_id, f"#{name}", lambda: self._members.everybody(organisation_id))
            spot = await self._spots.named(organisation_id, name)
        if spot is None:
            raise SaidNo("no_channel", About.PLACE, NO_CHANNEL)
        if spot.archived:
            raise SaidNo("archived", About.PLACE, ARCHIVED)
        if not spot.member:
            raise SaidNo("not_added", About.PLACE, NOT_IN_CHANNEL)
        return spot
