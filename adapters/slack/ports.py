"""What the Slack adapter needs of the rest. `bot` provides it from storage; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flows.people import Person


@dataclass(frozen=True)
class Workspace:
    """Which workspace, exactly: `enterprise_id` is "" outside Enterprise Grid."""

    enterprise_id: str
    team_id: str


@dataclass(frozen=True)
class Installation:
    """Accord in one Slack workspace, which belongs to one organisation.

    `bot_token` is clear here and encrypted wherever it is kept. `paused`: why nothing is sent (the token was revoked,
    the app was removed), "" while it works.
    """

    organisation_id: str
    workspace: Workspace
    name: str
    bot_token: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    paused: str = ""

    def __repr__(self) -> str:
        return f"Installation({self.organisation_id}, {self.workspace.team_id})"


class Installations(Protocol):
    """Where Accord is installed. Found by exact workspace, never by the first that fits."""

    async def find(self, workspace: Workspace) -> Installation | None:
        """The installation in this workspace, paused or not."""

    async def of(self, organisation_id: str) -> Installation | None:
        """The organisation's installation, paused or not."""

    async def all(self) -> tuple[Installation, ...]:
        """Every installation."""

    async def keep(self, installation: Installation) -> None:
        """A new installation, or an old one with another token; it is no longer paused unless it says so."""

    async def pause(self, workspace: Workspace, reason: str) -> None:
        """Nothing is sent there until it is installed again."""


class Kind(StrEnum):
    """What sort of account. Only a member may begin things; a guest or stranger does what they are named for."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Somebody of another company, through Slack Connect."""
    BOT = "bot"


@dataclass(frozen=True)
class Account:
    """A Slack user as Slack describes them. `email` is what Slack has verified. `zone`: IANA name.

    `person_id`: whose account this is, None while nobody is known under it.
    """

    user_id: str
    name: str
    email: str | None = None
    zone: str | None = None
    kind: Kind = Kind.MEMBER
    active: bool = True
    direct: str = ""
    """The id of the direct messages with them (D…), "" until one was sent."""
    person_id: str | None = None


class Accounts(Protocol):
    """The accounts of each organisation's workspace, kept here so that no press has to ask Slack."""

    async def find(self, organisation_id: str, user_id: str) -> Account | None:
        """The account, as last heard of."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        """The account of a person: the one that was linked, else the one with their e-mail address."""

    async def keep(self, organisation_id: str, accounts: Sequence[Account]) -> None:
        """What Slack says of these. Links each to the person with the same e-mail address; makes nobody.

        A person whose account was closed becomes inactive, and what waits for them goes on to the next.
        """

    async def person(self, organisation_id: str, account: Account) -> Person:
        """The person behind an account; one is made for an account that nobody is known under."""

    async def wanted(self, organisation_id: str) -> tuple[Person, ...]:
        """Everybody with a part in a project, for the checks of who can be reached."""


@dataclass(frozen=True)
class Spot:
    """A Slack channel as last heard of. `member`: whether Accord is in it."""

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
        """What Slack says of these; another channel that had one of the names loses it."""

    async def wanted(self, organisation_id: str) -> tuple[str, ...]:
        """The channel names of every project that goes on."""


class Shelf(Protocol):
    """Texts too long for a button or menu, kept under their hash; the button carries the hash."""

    async def put(self, organisation_id: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The hash of each text (32 characters of [0-9a-f]); putting it twice keeps it once."""

    async def get(self, organisation_id: str, digest: str) -> str | None:
        """The text, or None when it is not known here."""


class Waits(Protocol):
    """How long Slack asked us to wait, per workspace and method; it survives restarts."""

    async def all(self, now: datetime) -> dict[tuple[str, str], datetime]:
        """(team id, method) → not before; only what still lies ahead."""

    async def keep(self, team_id: str, method: str, until: datetime) -> None:
        """Remember one."""


class States(Protocol):
    """OAuth states: single use, ten minutes."""

    async def issue(self, digest: str, now: datetime) -> None:
        """Keeps the SHA-256 of a state that was given out."""

    async def use(self, digest: str, now: datetime) -> bool:
        """Whether it was given out within ten minutes and not used before; it is used now."""
