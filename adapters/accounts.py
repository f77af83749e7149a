"""What every chat adapter needs of the rest. `bot` provides it from storage; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flows.people import Person


class Kind(StrEnum):
    """What sort of account. Only a member may begin things; a guest or stranger does what they are named for."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Somebody of another company, whose address nobody here has verified."""
    BOT = "bot"


@dataclass(frozen=True)
class Account:
    """A user of the chat as the chat describes them. `email` is what it has verified. `zone`: IANA name.

    `user_id`: U… in Slack; in Teams the id in the directory (aadObjectId), the same for every bot.

    `person_id`: whose account this is, None while nobody is known under it.
    """

    user_id: str
    name: str
    email: str | None = None
    zone: str | None = None
    kind: Kind = Kind.MEMBER
    active: bool = True
    direct: str = ""
    """The id of the direct messages with them, "" until one was sent."""
    person_id: str | None = None


class Accounts(Protocol):
    """The accounts of each organisation's workspace, kept here so that no press has to ask the chat."""

    async def find(self, organisation_id: str, user_id: str) -> Account | None:
        """The account, as last heard of."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        """The account of a person: the one that was linked, else the one with their e-mail address."""

    async def keep(self, organisation_id: str, accounts: Sequence[Account]) -> None:
        """What the chat says of these. Links each to the person with the same e-mail address; makes nobody.

        A person whose account was closed becomes inactive, and what waits for them goes on to the next.
        """

    async def person(self, organisation_id: str, account: Account) -> Person:
        """The person behind an account; one is made for an account that nobody is known under."""

    async def zone(self, organisation_id: str, person_id: str) -> str | None:
        """The zone of a person (IANA), None for nobody. Unlike `person`, it brings nobody back."""

    async def wanted(self, organisation_id: str) -> tuple[Person, ...]:
        """Everybody with a part in a project, for the checks of who can be reached."""


@dataclass(frozen=True)
class Spot:
    """A channel as last heard of. `member`: whether Accord is in it."""

    channel_id: str
    name: str
    member: bool = True
    archived: bool = False
    private: bool = False


class Spots(Protocol):
    """The channels of each organisation's workspace."""

    async def named(self, organisation_id: str, name: str) -> Spot | None:
        """The channel of that name (or id), as last heard of."""

    async def find(self, organisation_id: str, channel_id: str) -> Spot | None:
        """The channel of that id, as last heard of."""

    async def keep(self, organisation_id: str, spots: Sequence[Spot]) -> None:
        """What the chat says of these; another channel that had one of the names loses it."""

    async def wanted(self, organisation_id: str) -> tuple[str, ...]:
        """The channel names of every project that goes on."""


class Shelf(Protocol):
    """Texts too long for a button or menu, kept under their hash; the button carries the hash."""

    async def put(self, organisation_id: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The hash of each text (32 characters of [0-9a-f]); putting it twice keeps it once."""

    async def get(self, organisation_id: str, digest: str) -> str | None:
        """The text, or None when it is not known here."""


class Waits(Protocol):
    """How long the chat asked us to wait, per workspace and method; it survives restarts."""

    async def all(self, now: datetime) -> dict[tuple[str, str], datetime]:
        """(workspace id, method) → not before; only what still lies ahead."""

    async def keep(self, workspace_id: str, method: str, until: datetime) -> None:
        """Remember one."""
