"""What every drawing for Teams needs to know, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flows.phrases import Who
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
"""The input of a menu: the number of the chosen line, from 0."""
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
    `dialogs`: the names of the commands whose buttons open a dialog (task/fetch). `nonce`: see NONCE.
    """

    wire: Wire
    mention: Callable[[Who], str | None]
    zone: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    dialogs: frozenset[str] = frozenset()
    nonce: str = ""
