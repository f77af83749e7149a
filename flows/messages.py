"""Messages: platform-neutral blocks. Renderers match every block and end in `assert_never`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.commands import Command
from flows.phrases import Phrase, Words


class Style(StrEnum):
    """How a button looks; never the only carrier of its meaning."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Header:
    """One short line that says what this message is about."""

    text: Words


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: Words


@dataclass(frozen=True)
class Note:
    """Small print under what it explains."""

    text: Words


@dataclass(frozen=True)
class Quoted:
    """A person's own words, always with the name of who said them."""

    words: str
    by: Words


@dataclass(frozen=True)
class Facts:
    """Label and value, a row each."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Items:
    """A bulleted list."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Button:
    """A press that means `does`. `about` completes the label for a screen reader where the label alone is ambiguous."""

    label: str
    does: Command
    style: Style = Style.PLAIN
    about: Words = ""
    confirm: Words = ""


@dataclass(frozen=True)
class Buttons:
    """Up to five buttons in a row."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Choice:
    """One line of a menu."""

    label: str
    does: Command


@dataclass(frozen=True)
class Menu:
    """A closed choice that is too long for buttons; choosing gives the command at once."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class GridRow:
    """One subject of a grid and its buttons; `chosen` is the label of the pressed one, or ""."""

    label: Words
    buttons: tuple[Button, ...]
    chosen: str = ""
    note: Words = ""


@dataclass(frozen=True)
class Grid:
    """Subjects × the same few answers: one press per row."""

    rows: tuple[GridRow, ...]


class Mark(StrEnum):
    """What a cell of the coverage picture shows; each has its own sign, so it reads in black and white."""

    ANSWERED = "answered"
    ALIGNED = "aligned"
    CONTRADICTION = "contradiction"
    GAP = "gap"


@dataclass(frozen=True)
class Picture:
    """The coverage matrix as data: `marks[row][column]`; the adapter draws it. `alt` says the same in words."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...]
    alt: Phrase


Block = Header | Text | Note | Quoted | Facts | Items | Buttons | Menu | Grid | Picture


@dataclass(frozen=True)
class Message:
    """What one place on a screen shows. `summary` alone makes sense: notifications and screen readers use it.

    `pinned`: it stays on top of its channel, in a chat that has such a place.
    """

    summary: Words
    blocks: tuple[Block, ...] = ()
    pinned: bool = False


@dataclass(frozen=True)
class ToPerson:
    """A direct message; the person is resolved when it is sent.

    `by_mail`: a mail instead; then `person_id` may also be a mail address that is nobody's here.
    """

    person_id: str
    by_mail: bool = False


@dataclass(frozen=True)
class ToChannel:
    """A channel, by the name the project gives it."""

    channel: str


Address = ToPerson | ToChannel
