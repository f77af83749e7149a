"""What the Slack adapter needs of the rest. `bot` provides it from storage; nothing here knows a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.accounts import Account, Accounts, Kind, Shelf, Spot, Spots, Waits

__all__ = [
    "Account",
    "Accounts",
    "Installation",
    "Installations",
    "Kind",
    "Renewals",
    "Shelf",
    "Spot",
    "Spots",
    "States",
    "Waits",
    "Workspace",
]


@dataclass(frozen=True)
class Workspace:
    """Which workspace, exactly: `enterprise_id` is "" outside Enterprise Grid."""

    enterprise_id: str
    team_id: str


@dataclass(frozen=True)
class Installation:
    """Accord in one Slack workspace, which belongs to one organisation.

    `bot_token` is clear here and encrypted wherever it is kept. `paused`: why nothing is sent (the token was revoked,
    the app was removed), "" while it works. `expires_at`: when the token ends and `refresh_token`, as secret, is what
    it is exchanged for; None and "" without token rotation.
    """

    organisation_id: str
    workspace: Workspace
    name: str
    bot_token: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    paused: str = ""
    refresh_token: str = ""
    expires_at: datetime | None = None

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

    async def pause(self, installation: Installation, reason: str) -> bool:
        """Nothing is sent there until it is installed again; False where it has another token by now, or is gone."""


class Renewals(Protocol):
    """Tokens that end, exchanged by one process at a time. Raises flows.errors.Unavailable."""

    async def latest(self, workspace: Workspace) -> Installation | None:
        """The installation as it is kept at this moment, whatever was read lately."""

    async def lease(self, installation: Installation, now: datetime, until: datetime) -> bool:
        """Whether this process may exchange this token, until then; False where another is at it, or has done it."""

    async def renewed(self, installation: Installation, until: datetime) -> bool:
        """Keeps what the lease until then was for, and ends it; False where it is another's by now."""


class States(Protocol):
    """OAuth states: single use, ten minutes."""

    async def issue(self, digest: str, now: datetime) -> None:
        """Keeps the SHA-256 of a state that was given out."""

    async def use(self, digest: str, now: datetime) -> bool:
        """Whether it was given out within ten minutes and not used before; it is used now."""
