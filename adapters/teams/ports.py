"""What the Teams adapter needs of the rest, beside `adapters.accounts`: tenants, conversations and who writes there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from adapters.accounts import Account
from flows.plain import Plain

Activity: TypeAlias = Mapping[str, Plain]
"""One activity of the Bot Framework, as JSON."""


class Scope(StrEnum):
    """What sort of conversation, by Teams' own word (conversationType)."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Conversation:
    """Where Accord may write. `conversation_id`: without `;messageid=`; `bot_id`: Accord's own id there (28:…).

    `user_id`: the person of a personal chat by their id in the directory (aadObjectId), and `member_id` by the id that
    this bot knows them under (29:…); both "" elsewhere. `team_id`: 19:… of the channel's team.
    """

    scope: Scope
    conversation_id: str
    service_url: str
    tenant_id: str
    bot_id: str
    user_id: str = ""
    member_id: str = ""
    team_id: str = ""
    name: str = ""
    """Of a channel or group chat, as far as this activity says it; the roster and channel list know better."""


class Tenants(Protocol):
    """The directories (Microsoft Entra tenants) in which Accord is installed."""

    async def organisation(self, tenant_id: str) -> str | None:
        """Whose tenant it is; None for one in which Accord is not installed. `tenant_id`: in lower case."""


class Places(Protocol):
    """The conversations of each organisation, kept from what comes in. Raises flows.errors.Unavailable."""

    async def keep(self, organisation_id: str, conversation: Conversation) -> None:
        """As just heard of; cheap when it is as it was."""

    async def drop(self, organisation_id: str, conversation_id: str) -> None:
        """Accord was removed there, or Teams says that it may not write there."""

    async def direct(self, organisation_id: str, user_id: str) -> Conversation | None:
        """The personal chat with somebody, by their id in the directory."""


class Roster(Protocol):
    """Who is in a conversation, by the connector."""

    async def member(self, conversation: Conversation, member_id: str) -> Account:
        """One member, by aadObjectId or 29:…. Raises adapters.platform's errors, Gone for nobody there."""

    async def refresh(self, organisation_id: str, conversation: Conversation) -> None:
        """Reads all members and keeps their accounts. Raises adapters.platform's errors."""


class Talk(Protocol):
    """Writes into conversations. Raises adapters.platform's errors."""

    async def post(self, conversation: Conversation, activity: Activity, thread: str = "") -> str:
        """The id of the new activity. `thread`: the activity under which it hangs (channels only)."""

    async def update(self, conversation: Conversation, activity_id: str, activity: Activity) -> None:
        """Replaces an activity of Accord's own."""

    async def delete(self, conversation: Conversation, activity_id: str) -> None:
        """Takes an activity of Accord's own away."""
