"""Forms as Adaptive Cards 1.5: in a dialog, and the same in the chat where a host opens none."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.teams.keeping import Opened
from adapters.teams.pen import Drawn, Pen
from flows.phrases import Words


def task(pen: Pen, opened: Opened, problems: Mapping[str, Words] | None = None) -> Drawn:
    """One page of a form for a dialog, with what was filled in.

    `problems`: by field id, told at the field; under "" is what is about none of them, told above.
    """
    raise NotImplementedError  # the signature only; the drawing follows


def in_chat(pen: Pen, opened: Opened, problems: Mapping[str, Words] | None = None) -> Drawn:
    """The same as a card in a chat, which names the form and can be sent off there."""
    raise NotImplementedError  # the signature only; the drawing follows


def title(pen: Pen, opened: Opened) -> str:
    """What stands over a dialog."""
    raise NotImplementedError  # the signature only; the drawing follows


def next_page(pen: Pen, opened: Opened) -> Opened | None:
    """The page after this one; None when this is the last and `opened.filled` is everything."""
    raise NotImplementedError  # the signature only; the drawing follows


def page_with(pen: Pen, opened: Opened, field_id: str) -> Opened:
    """The same form at the page that has a field; at its first page where none has."""
    raise NotImplementedError  # the signature only; the drawing follows
