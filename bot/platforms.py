"""One platform for delivery: each post goes where its organisation's people are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from adapters.accounts import Accounts, Spots
from adapters.platform import Gone, Outgoing, Platform, Reference, Refused, Retracting, Superfluous, Unreachable
from flows.errors import Unavailable
from flows.messages import ToPerson

Choose = Callable[[Outgoing], Awaitable[Platform]]
"""Where a new message goes. Raises the errors of adapters.platform."""
LOCAL = "web"
"""Whose references go without a name: they are keys of Accord's own, and older than the names."""
OTHERS = frozenset({"slack", "teams", "mail"})
APART = MappingProxyType({"slack": timedelta(seconds=1), "teams": timedelta(seconds=0.5)})
"""Between two new messages in one conversation, by platform; a platform that is not here takes them at once."""


class Platforms:
    """Sends by the platform that `choose` names, and edits where the message is.

    Fits `adapters.platform.Platform`.
    """

    name = "platforms"

    def __init__(self, platforms: tuple[Platform, ...], choose: Choose) -> None:
        self._platforms = {platform.name: platform for platform in platforms}
        self._choose = choose

    async def send(self, post: Outgoing) -> Reference:
        """Shows a new message."""
        platform = await self._choose(post)
        return named(platform, await platform.send(_for(platform, post)))

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Replaces a message in place. Raises Gone where its platform is not served any more."""
        name, plain = split(reference)
        platform = self._platforms.get(name)
        if platform is None:
            raise Gone(f"the message is in {name}, which is not set up any more")
        return named(platform, await platform.update(plain, _for(platform, post)))

    async def look_up(self, post: Outgoing) -> Reference | None:
        """The message that `send` showed for this address and key."""
        platform = await self._choose(post)
        found = await platform.look_up(_for(platform, post))
        return None if found is None else named(platform, found)

    async def retract(self, organisation_id: str, reference: Reference) -> None:
        """Takes a message away where its platform can."""
        name, plain = split(reference)
        platform: object = self._platforms.get(name)
        if not isinstance(platform, Retracting):
            raise Refused(f"{name} takes nothing back")
        await platform.retract(organisation_id, plain)


@dataclass(frozen=True)
class Chat:
    """A chat platform whose people have accounts. `installed`: whether an organisation is connected to it."""

    platform: Platform
    accounts: Accounts
    installed: Callable[[str], Awaitable[bool]]
    title: str
    """What people call it."""
    spots: Spots | None = None
    """Its channels; None for one that has every channel."""


Last = Callable[[str, str], Awaitable[str | None]]
"""(organisation, person) -> the platform on which they did something last. Raises flows.errors.Unavailable."""


async def nowhere(_: str, __: str) -> str | None:
    """Nobody knows."""
    return None


def where_people_are(
    local: Platform | None, chats: Sequence[Chat], last: Last = nowhere, mail: Platform | None = None
) -> Choose:
    """The first chat of its organisation that has the channel, for a copy the other one, and for a person the one in
    which they did something last and have an account, or have one at all; else the local workspace, where it is on.
    What is to go by mail goes by mail."""

    async def choose(post: Outgoing) -> Platform:
        if isinstance(post.to, ToPerson) and post.to.by_mail:
            return by_mail(mail)
        try:
            connected = [chat for chat in chats if await chat.installed(post.organisation_id)]
            if isinstance(post.to, ToPerson):
                there = await with_account(connected, post.organisation_id, post.to.person_id, last)
            else:
                there = await with_channel(connected, post.organisation_id, post.to.channel)
                there = left_for(post, there) or connected
        except Unavailable as error:
            raise Unreachable("the database cannot be used") from error
        found = [chat.platform for chat in (there or ([] if local else connected))]
        if found:
            return found[0]
        if local is None:
            titles = " or ".join(chat.title for chat in chats)
            raise Unreachable(f"{titles} is not connected to this organisation yet")
        return local

    return choose


def by_mail(mail: Platform | None) -> Platform:
    """Mail, where it is set up. Raises Refused."""
    if mail is None:
        raise Refused("mail is not set up any more")
    return mail


def left_for(post: Outgoing, chats: list[Chat]) -> list[Chat]:
    """Those of the chats with its channel in which a post may be; never the one in which its other copy is shown.

    Raises Superfluous where none is left for it.
    """
    if post.beside is None:
        left = chats[1:] if post.second else chats
    else:
        name, _ = split(post.beside)
        left = [chat for chat in chats if chat.platform.name != name]
    if not left and (post.second or chats):
        raise Superfluous("the channel is in one chat only")
    return left


async def with_account(chats: Sequence[Chat], organisation_id: str, person_id: str, last: Last) -> list[Chat]:
    """Those in which a person has an account: one that works first, and the one they used last before the others."""
    accounts = [await chat.accounts.of(organisation_id, person_id) for chat in chats]
    there = [(chat, account.active) for chat, account in zip(chats, accounts, strict=True) if account is not None]
    used = await last(organisation_id, person_id) if len(there) > 1 else None
    return [chat for chat, active in sorted(there, key=lambda pair: (not pair[1], pair[0].platform.name != used))]


async def with_channel(chats: Sequence[Chat], organisation_id: str, channel: str) -> list[Chat]:
    """Those in which Accord is in a channel of that name; where there is no choice, nothing is asked."""
    if len(chats) < 2:
        return list(chats)
    found = []
    for chat in chats:
        spot = None if chat.spots is None else await chat.spots.named(organisation_id, channel)
        if chat.spots is None or (spot is not None and spot.member and not spot.archived):
            found.append(chat)
    return found


def named(platform: Platform, reference: Reference) -> Reference:
    """A reference that tells whose it is."""
    return reference if platform.name == LOCAL else f"{platform.name}:{reference}"


def split(reference: Reference) -> tuple[str, Reference]:
    """The platform's name, and the reference as the platform gave it."""
    name, colon, plain = reference.partition(":")
    return (name, plain) if colon and name in OTHERS else (LOCAL, reference)


def apart(reference: Reference) -> timedelta:
    """How long the conversation of a new message takes no other."""
    name, _ = split(reference)
    return APART.get(name, timedelta())


def _for(platform: Platform, post: Outgoing) -> Outgoing:
    """The post as the platform can read it: it hangs only under messages of the same platform."""
    if post.thread is None:
        return post
    name, plain = split(post.thread)
    return replace(post, thread=plain if name == platform.name else None)
