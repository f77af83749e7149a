"""What Slack can ask of Accord, as frozen data: the outcome of `inbound.parse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from adapters.slack.ports import Workspace
from flows.plain import Plain


@dataclass(frozen=True)
class Origin:
    """Who asks, and from which workspace. `key`: the same for every repeat of the same thing, and for nothing else."""

    workspace: Workspace
    user_id: str
    key: str


@dataclass(frozen=True)
class Shown:
    """The modal or Home tab that something was done in. `depth`: 1 to 3 modals; `fields`: block ids of its inputs."""

    id: str
    depth: int = 1
    fields: tuple[str, ...] = ()
    is_home: bool = False


@dataclass(frozen=True)
class Attached:
    """A file in a message. `url`: where its bytes are, for who has the token; `link`: where people open it."""

    id: str
    name: str
    size: int
    url: str
    link: str


@dataclass(frozen=True)
class Typed:
    """A message of a person. `thread`: the message it answers, "" outside threads. `text` as Slack writes it."""

    origin: Origin
    text: str
    channel_id: str
    at: str
    thread: str = ""
    mention: bool = False
    """True where Slack itself says that Accord was mentioned."""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class SlashCommand:
    """`name` with its slash, as configured; `channel` as Slack calls it."""

    origin: Origin
    name: str
    text: str
    channel_id: str
    channel: str
    trigger: str
    response_url: str


@dataclass(frozen=True)
class Pressed:
    """A button, or a chosen line of a menu. `channel_id` is "" in modals and on the Home tab."""

    origin: Origin
    action: str
    value: str
    trigger: str
    response_url: str = ""
    channel_id: str = ""
    view: Shown | None = None


@dataclass(frozen=True)
class Submitted:
    """A filled-in modal. `metadata` and `state` as the modal was opened and left."""

    origin: Origin
    view: Shown
    callback: str
    metadata: str
    state: Mapping[str, Plain]


@dataclass(frozen=True)
class HomeOpened:
    """The Home tab came on somebody's screen. `hash`: of what it shows, "" when it shows nothing yet."""

    origin: Origin
    hash: str = ""


@dataclass(frozen=True)
class Pointed:
    """The message that a shortcut was used on. `author`: a user id, or "" for an app, then `by` may say its name.

    `channel`: what Slack calls it.
    """

    text: str
    channel_id: str
    channel: str
    at: str
    author: str
    by: str
    link: str


@dataclass(frozen=True)
class Shortcut:
    """A global shortcut, or one on a message."""

    origin: Origin
    callback: str
    trigger: str
    message: Pointed | None = None
    response_url: str = ""


@dataclass(frozen=True)
class UserChanged:
    """What Slack now says of an account: `user` as in users.info."""

    workspace: Workspace
    user: Mapping[str, Plain]


@dataclass(frozen=True)
class SpotChanged:
    """A channel has another name or state; None is what this event says nothing of."""

    workspace: Workspace
    channel_id: str
    name: str | None = None
    archived: bool | None = None
    member: bool | None = None
    user_id: str = ""
    """Whose membership changed; "" for Accord's own."""


@dataclass(frozen=True)
class Removed:
    """Accord was removed from a workspace, or its token was taken back."""

    workspace: Workspace
    reason: str


@dataclass(frozen=True)
class Options:
    """A menu asks for its lines; Accord's menus bring theirs along."""

    origin: Origin


@dataclass(frozen=True)
class Ignored:
    """Nothing that anybody asked of Accord: other apps, edits, deletions, events that say nothing new."""

    why: str


FromPerson: TypeAlias = Typed | SlashCommand | Pressed | Submitted | HomeOpened | Shortcut
Asked: TypeAlias = FromPerson | Options | UserChanged | SpotChanged | Removed | Ignored
