"""Who and what there is, as Teams says: kept here, so that no press and no post has to ask for it.

Teams tells members and channels of the teams and chats only that Accord is in. Everything at the start and once a day;
single conversations when somebody comes or goes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from adapters.accounts import Account, Accounts, Kind, Spot, Spots
from adapters.platform import Gone, PlatformError, Refused, Throttled
from adapters.teams.client import Connector
from adapters.teams.ports import Conversation, Places, Scope
from flows.errors import Unavailable
from flows.plain import Plain
from flows.text import clean

log = structlog.get_logger("accord.teams")

Sent = Mapping[str, Plain]
PAGES = 500
TRIES = 20
LONGEST_WAIT = 60.0
"""Seconds; when Teams asks for more, it is left for the next time."""
DAY, AGAIN = 24 * 3600.0, 600.0
"""Seconds until the next time, and until the next try when it failed."""
LOOK = 10.0
LONGEST_NAME = 100
GENERAL = "General"


class References(Places, Protocol):
    """The conversations of each organisation, as they can be asked for. Raises flows.errors.Unavailable."""

    async def find(self, organisation_id: str, conversation_id: str) -> Conversation | None:
        """The conversation of that id."""

    async def all(self, organisation_id: str) -> tuple[Conversation, ...]:
        """Every conversation, the one heard of last first."""


def account_of(member: Sent, tenant_id: str) -> Account:
    """What Teams says of a member. `tenant_id`: of the conversation.

    The tenant's own directory vouches for the address; somebody of another tenant has none here. `user_id` is "" for
    somebody without an id in a directory, such as a guest of a meeting.
    """
    ours = _text(member, "tenantId").lower() in ("", tenant_id.lower())
    kind = _kind(member, ours=ours)
    address = _text(member, "email") or _text(member, "userPrincipalName")
    user_id = (_text(member, "aadObjectId") or _text(member, "objectId")).lower()
    names = (_text(member, "name"), f"{_text(member, 'givenName')} {_text(member, 'surname')}", address)
    return Account(
        user_id=user_id,
        name=next((name for name in map(_one_line, names) if name), user_id),
        email=address if ours and kind is not Kind.STRANGER and "@" in address and "#" not in address else None,
        kind=kind,
        direct=_text(member, "id"),
    )


class Members:
    """Fits `adapters.teams.ports.Roster`. `look`: seconds between two looks whether it is time."""

    def __init__(
        self, connector: Connector, accounts: Accounts, spots: Spots, references: References, *, look: float = LOOK
    ) -> None:
        self._look = look
        self._connector = connector
        self._accounts = accounts
        self._spots = spots
        self._references = references

    async def member(self, conversation: Conversation, member_id: str) -> Account:
        """One member, by aadObjectId or 29:…. Raises adapters.platform's errors, Gone for nobody there."""
        return account_of(await self._connector.member(conversation, member_id), conversation.tenant_id)

    async def refresh(self, organisation_id: str, conversation: Conversation) -> None:
        """Reads all members and keeps their accounts, and a team's channels. Raises adapters.platform's errors."""
        asked = conversation
        if conversation.scope is Scope.CHANNEL and conversation.team_id:
            await self.channels(organisation_id, conversation)
            asked = replace(conversation, conversation_id=conversation.team_id)
        elif conversation.scope is Scope.GROUP and conversation.name:
            chat = Spot(conversation.conversation_id, await self._own_name(organisation_id, conversation))
            await self._spots.keep(organisation_id, [chat])
        async for page in self._pages(asked):
            accounts = (account_of(member, conversation.tenant_id) for member in page)
            await self._accounts.keep(organisation_id, [one for one in accounts if one.user_id])

    async def channels(self, organisation_id: str, team: Conversation) -> None:
        """The channels of a team, and where they are written to. The general one goes by the name of the team."""
        listed = await self._connector.channels(team)
        spots = []
        for channel in listed:
            channel_id, name = _text(channel, "id"), _one_line(_text(channel, "name"))
            if not channel_id:
                continue
            if not name or channel_id == team.team_id:
                name = _one_line(await self._connector.team_name(team)) or GENERAL
            place = replace(team, conversation_id=channel_id, name=name, user_id="", member_id="")
            await self._references.keep(organisation_id, place)
            spots.append(Spot(channel_id, await self._own_name(organisation_id, place)))
        await self._spots.keep(organisation_id, spots)

    async def everybody(self, organisation_id: str) -> None:
        """The members and channels of every team and chat. Raises the errors of adapters.platform, and Unavailable."""
        for one in by_team(await self._references.all(organisation_id)):
            try:
                await self.refresh(organisation_id, one)
            except (Refused, Gone) as error:  # Accord is not there any more; the others are read all the same
                log.info("a team cannot be read", organisation=organisation_id, why=str(error))

    async def run(self, organisations: Sequence[str], seconds: Callable[[], float] = time.monotonic) -> None:
        """Keeps what is known of everybody up to date until it is cancelled."""
        due = dict.fromkeys(organisations, 0.0)
        while True:
            for organisation_id, at in due.items():
                if seconds() >= at:
                    due[organisation_id] = seconds() + (DAY if await self._tried(organisation_id) else AGAIN)
            await asyncio.sleep(self._look)

    async def _tried(self, organisation_id: str) -> bool:
        try:
            await self.everybody(organisation_id)
        except (PlatformError, Unavailable) as error:
            why = f"{type(error).__name__}: {error}"
            log.warning("people and channels not read", organisation=organisation_id, why=why)
            return False
        return True

    async def _own_name(self, organisation_id: str, place: Conversation) -> str:
        """What a channel is called here. One that has the name of another team's channel goes by its id: nothing of a
        project may get into a channel that only has the same name."""
        same = await self._spots.named(organisation_id, place.name)
        if same is None or same.channel_id == place.conversation_id:
            return place.name
        other = await self._references.find(organisation_id, same.channel_id)
        return place.name if other is None or other.team_id == place.team_id else place.conversation_id

    async def _pages(self, conversation: Conversation) -> AsyncIterator[list[Sent]]:
        """The members of all pages, waiting where Teams asks to."""
        after = ""
        for _ in range(PAGES):
            page, after = await self._patiently(conversation, after)
            yield page
            if not after:
                return

    async def _patiently(self, conversation: Conversation, after: str) -> tuple[list[Sent], str]:
        for _ in range(TRIES):
            try:
                return await self._connector.members(conversation, after)
            except Throttled as error:
                if error.retry_after.total_seconds() > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after.total_seconds())
        return await self._connector.members(conversation, after)


def by_team(known: Sequence[Conversation]) -> list[Conversation]:
    """One conversation to ask for the members of each team and each group chat."""
    found: dict[str, Conversation] = {}
    for one in known:
        if one.scope is not Scope.PERSONAL:
            found.setdefault(one.team_id or one.conversation_id, one)
    return list(found.values())


def _kind(member: Sent, *, ours: bool) -> Kind:
    role = _text(member, "userRole").lower()
    if role == "guest" or "#ext#" in _text(member, "userPrincipalName").lower():
        return Kind.GUEST
    return Kind.MEMBER if ours and role != "anonymous" else Kind.STRANGER


def _text(sent: Sent, name: str) -> str:
    found = sent.get(name)
    return found.strip() if isinstance(found, str) else ""


def _one_line(words: str) -> str:
    return " ".join(clean(words).split())[:LONGEST_NAME].strip()
