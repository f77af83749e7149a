"""What there is in a fake Slack: workspaces with their people, channels, messages and views."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.slack.manifest import SCOPES as MANIFEST
from tests.slack.fake.json import Json
from tests.slack.fake.rotation import Rotation

APP_ID = "A0ACCORD"
SCOPES = tuple(MANIFEST)
"""What the manifest asks for, and no more: a call that needs another permission is refused."""


@dataclass
class User:
    """Somebody of a workspace. `home`: the team they belong to, another one for a stranger of Slack Connect."""

    id: str
    name: str
    email: str = ""
    zone: str = "Europe/Warsaw"
    deleted: bool = False
    guest: bool = False
    stranger: bool = False
    bot: bool = False
    home: str = ""


@dataclass
class Channel:
    """A channel, or the direct messages with `user`. `members`: user ids."""

    id: str
    name: str = ""
    user: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    private: bool = False
    restricted: bool = False
    """Only admins may post."""
    no_pins: bool = False
    """Only admins may pin."""
    pins: dict[str, str] = field(default_factory=dict)
    """By whom, by ts of the message, oldest pin first."""

    @property
    def direct(self) -> bool:
        return bool(self.user)


@dataclass
class Message:
    """One message. `only_for`: who sees it, when it is ephemeral."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread: str = ""
    edited: str = ""
    only_for: str = ""
    by_app: bool = True


@dataclass
class View:
    """A modal that is open for somebody. `closed`: they have sent it or gone away. `form`: what a second click sends
    again, whatever came in its place meanwhile."""

    id: str
    user: str
    view: Json
    hash: str
    root: str
    previous: str = ""
    closed: bool = False
    form: Json = field(default_factory=dict)


@dataclass
class File:
    """An uploaded file; `complete` once Slack was told that all of it is there."""

    id: str
    name: str
    length: int
    alt: str = ""
    body: bytes = b""
    complete: bool = False
    told: Json = field(default_factory=dict)
    """What files.info says of it."""


@dataclass
class Team:
    """A workspace in which the app may be installed. `dead`: what its token is answered, "" while it works.

    `rotation`: where token rotation is on, the tokens there are.
    """

    id: str
    name: str
    token: str
    bot_user: str
    bot_id: str
    enterprise: str = ""
    scopes: tuple[str, ...] = SCOPES
    dead: str = ""
    messages_tab: bool = True
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    posted_at: dict[str, float] = field(default_factory=dict)
    rotation: Rotation | None = None

    def direct(self, user: str) -> Channel:
        """The direct messages between the app and a person; opened when they are not yet."""
        found = f"D{self.id[1:]}{user[1:]}"
        return self.channels.setdefault(found, Channel(found, user=user, members={user, self.bot_user}))

    def named(self, name: str) -> Channel:
        """The channel of that name."""
        return next(channel for channel in self.channels.values() if channel.name == name)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message there, None when there is none."""
        return next((m for m in self.messages if (m.channel, m.ts) == (channel, ts)), None)

    def screen(self, channel: str) -> list[Message]:
        """The messages of a channel, oldest first, replies in threads included."""
        return [message for message in self.messages if message.channel == channel]

    def by_email(self, email: str) -> User | None:
        """Whose verified address this is; case does not matter."""
        wanted = email.casefold()
        return next((user for user in self.users.values() if user.email.casefold() == wanted and wanted), None)

    def top_view(self, user: str) -> View | None:
        """The modal on top of this person's screen."""
        return next((view for view in reversed(self.views.values()) if view.user == user and not view.closed), None)
