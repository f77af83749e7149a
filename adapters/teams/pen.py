"""What every drawing for Teams needs to know, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from adapters.drawing import draw_text, settled
from adapters.naming import Called
from flows.commands import Command
from flows.phrases import Who, Words
from flows.plain import Plain
from flows.wire import Wire

Card: TypeAlias = Mapping[str, Plain]
"""One Adaptive Card, or an element of it."""

# Names in the data of Accord's actions. Whatever else is in it are the inputs of the card.
COMMAND = "accord"
"""The command of a button: its wire JSON, "#" and the digest of it, or for a menu "m#" and the digest."""
FORM = "accordForm"
"""Instead of COMMAND in what submits a form: what the form was opened with."""
CHOICE = "accordChoice"
"""Beside a menu's COMMAND: the id of its input. That begins with this name, too, and gives a line's number from 0."""
NONCE = "accordDrawn"
"""Another one each time a card is drawn: so that a repeat of a press and a second press can be told apart."""


@dataclass(frozen=True)
class Drawn:
    """A card for Teams. `text`: plain, alone makes sense; for notifications and message answers.

    `kept`: texts that must be on the Shelf before it is shown.
    """

    text: str
    card: Card
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pen:
    """Draws for one organisation.

    `mention`: the id in the directory (aadObjectId) of a person, None where they have no account in Teams. `zone`: the
    reader's, None for a card that several read. `names`: what a slash command is called here, by its own name.
    `dialogs`: the names of the commands whose buttons open a dialog (task/fetch). `nonce`: see NONCE. `year`: the
    reader's, left out of dates. `picker`: whether people may be looked for in the whole directory. `in_dialog`: it is
    shown in a dialog, whose buttons come as task/submit.
    """

    wire: Wire
    mention: Callable[[Who], str | None]
    zone: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    dialogs: frozenset[str] = frozenset()
    nonce: str = ""
    year: int | None = None
    picker: bool = False
    in_dialog: bool = False

    def ours(self, text: str) -> str:
        """Words of ours with the slash commands as they are called here."""
        return self._called.text(text)

    def named(self, words: Words) -> Words:
        """The same of a phrase, never of its values; for several readers each moment says its zone."""
        words = self._called.words(words)
        return words if self.zone is not None else settled(words)

    def plain(self, words: Words) -> str:
        """The words as plain text."""
        return draw_text(self.named(words), self.zone, self.year)

    def opens_dialog(self, command: Command) -> bool:
        """Whether a button with this command opens a dialog at once."""
        return type(command).__name__ in self.dialogs

    @cached_property
    def _called(self) -> Called:
        return Called(self.names)
