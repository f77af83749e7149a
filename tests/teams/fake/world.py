"""What there is in a fake Teams: tenants with their people, conversations and activities."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.slack.fake.json import Json

APP_ID = "11111111-aaaa-4bbb-8ccc-222222222222"
BOT = f"28:{APP_ID}"
BOT_NAME = "Accord"
PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"


@dataclass
class User:
    """Somebody of a tenant. `id` is this bot's name for them (29:…), `aad` the one that lasts.

    `installed`: whether they have the app; `blocked`: whether they have blocked it.
    """

    id: str
    aad: str
    name: str
    email: str = ""
    zone: str = "Europe/Warsaw"
    guest: bool = False
    installed: bool = True
    blocked: bool = False


@dataclass
class Conversation:
    """A chat or a channel. `members`: aad ids; `bot`: whether the app is in it; `team`: of a channel.

    `closed`: the error that every message to it is refused with, "" while it is open.
    """

    id: str
    kind: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    bot: bool = True
    team: str = ""
    closed: str = ""


@dataclass
class Shown:
    """An activity on screen. `sender`: an aad id, "" for the bot; `thread`: the message it hangs under.

    `only`: what some people see in its place, since a press was answered with another card for them.
    """

    id: str
    conversation: str
    sender: str
    text: str = ""
    attachments: list[Json] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    thread: str = ""
    edited: bool = False
    only: dict[str, Json] = field(default_factory=dict)

    def card(self, aad: str = "") -> Json | None:
        """The Adaptive Card, as this person has it on screen."""
        if aad in self.only:
            return self.only[aad]
        cards = (each["content"] for each in self.attachments if each.get("contentType", "").endswith("card.adaptive"))
        return next(cards, None)


@dataclass
class Dialog:
    """A dialog that is open for somebody. `on`: the message that it was opened from, "" for none."""

    id: str
    aad: str
    conversation: str
    card: Json
    on: str = ""
    title: str = ""
    command: str = ""
    """The message extension's command that opened it."""
    closed: bool = False


@dataclass
class Tenant:
    """A company's Teams. `team`: the one team there is, whose id is that of its General channel."""

    id: str
    name: str
    team: str
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    dialogs: dict[str, Dialog] = field(default_factory=dict)

    def personal(self, user: User) -> Conversation:
        """The chat between the app and a person."""
        made = f"a:1{self.id[:8]}-{user.aad}"
        return self.conversations.setdefault(made, Conversation(made, PERSONAL, members={user.aad}))

    def named(self, name: str) -> Conversation:
        """The channel or group chat of that name."""
        return next(each for each in self.conversations.values() if each.name == name)

    def user(self, ident: str) -> User | None:
        """Somebody by either of their ids."""
        return self.users.get(ident) or next((each for each in self.users.values() if each.id == ident), None)

    def by_email(self, email: str) -> User | None:
        """Whose address this is; case does not matter."""
        wanted = email.casefold()
        return next((user for user in self.users.values() if user.email.casefold() == wanted and wanted), None)

    def activity(self, conversation: str, activity_id: str) -> Shown | None:
        """The activity there, None when there is none."""
        return next((each for each in self.shown if (each.conversation, each.id) == (conversation, activity_id)), None)

    def screen(self, conversation: str) -> list[Shown]:
        """The activities of a conversation, oldest first, replies in threads included."""
        return [each for each in self.shown if each.conversation == conversation]
