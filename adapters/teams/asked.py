"""What Teams can ask of Accord, as frozen data: the outcome of `inbound.parse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from adapters.teams.ports import Conversation
from flows.plain import Plain

Data: TypeAlias = Mapping[str, Plain]
"""What an action carries: Accord's own entries (see `pen`) and the inputs of its card, as they came."""


@dataclass(frozen=True)
class Origin:
    """Who asks, and where. `user_id`: their id in the directory, "" for somebody without one; `member_id`: 29:….

    `key`: the same for every repeat of the same thing. `thread`: the activity that a channel's thread began with, "".
    `timed`: the same data may mean another press later, so that the key holds for a minute.
    """

    conversation: Conversation
    user_id: str
    member_id: str
    name: str
    key: str
    thread: str = ""
    zone: str = ""
    """Of their clock, as an IANA name; "" where Teams does not say."""
    timed: bool = False


@dataclass(frozen=True)
class Attached:
    """A file in a message. `url`: where its bytes are for some minutes, ""; `link`: where people open it, ""."""

    name: str
    url: str
    link: str


@dataclass(frozen=True)
class Typed:
    """A message of a person, without the mention of Accord. `text` as plain text."""

    origin: Origin
    text: str
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Pressed:
    """A button, a line of a menu, or a form that was sent off in the chat. `invoked`: Action.Execute, which is answered
    in the answer to the request; else it came as a message. `card_id`: the activity of the card."""

    origin: Origin
    data: Data
    invoked: bool
    card_id: str = ""


@dataclass(frozen=True)
class Refreshed:
    """A card asks to be drawn again, without anybody having pressed anything."""

    origin: Origin


@dataclass(frozen=True)
class DialogFetched:
    """A button that opens a dialog."""

    origin: Origin
    data: Data


@dataclass(frozen=True)
class DialogSubmitted:
    """A dialog that was filled in."""

    origin: Origin
    data: Data


@dataclass(frozen=True)
class Pointed:
    """The message that an action was used on. `author`: an id in the directory or ""; `by`: what they are called.

    `at`: when it was written, as Teams says (ISO 8601), or "".
    """

    text: str
    author: str
    by: str
    link: str
    at: str


@dataclass(frozen=True)
class ActionFetched:
    """An action of the message extension, by the id it has in the manifest, opened on a message or from anywhere."""

    origin: Origin
    command: str
    message: Pointed | None = None


@dataclass(frozen=True)
class ActionSubmitted:
    """The dialog of such an action, filled in."""

    origin: Origin
    data: Data


@dataclass(frozen=True)
class Installed:
    """Accord was added to a conversation. `by`: who added it, "" where nobody says."""

    origin: Origin


@dataclass(frozen=True)
class Removed:
    """Accord was taken out of a conversation."""

    origin: Origin


@dataclass(frozen=True)
class MembersChanged:
    """People came or went; who is there is read from the roster."""

    origin: Origin


@dataclass(frozen=True)
class Renamed:
    """A channel or team has another name, was deleted, or brought back. `name`: None where nothing is said of it."""

    origin: Origin
    channel_id: str
    name: str | None = None
    gone: bool | None = None


@dataclass(frozen=True)
class Ignored:
    """Nothing that anybody asked of Accord. `status`: what it is answered; 501 for an invoke that Accord does not
    know, as the Bot Framework wants it."""

    why: str
    status: int = 200


Dialog: TypeAlias = DialogFetched | DialogSubmitted | ActionFetched | ActionSubmitted
FromPerson: TypeAlias = Typed | Pressed | Refreshed | Dialog
Changed: TypeAlias = Installed | Removed | MembersChanged | Renamed
Asked: TypeAlias = FromPerson | Changed | Ignored
