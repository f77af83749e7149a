"""Messages as Adaptive Cards 1.5: pure, without network or clock. Forms are drawn in forms."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.drawing import LATE
from adapters.lengths import shortened
from adapters.teams.cards import fitted
from adapters.teams.elements import LONGEST_SUMMARY
from adapters.teams.pen import Drawn, Pen
from flows.messages import Message, Text

__all__ = ["Drawn", "Pen", "message"]


def message(pen: Pen, message: Message, *, pictures: Mapping[str, bytes] | None = None, late: bool = False) -> Drawn:
    """A message as a card. `pictures`: PNG by `keeping.picture_digest`; a picture without one is told.

    `late`: it comes well after it was meant to, and says so.
    """
    blocks = (*(message.blocks or (Text(message.summary),)), *((LATE,) if late else ()))
    summary = shortened(pen.plain(message.summary).strip() or "Accord", LONGEST_SUMMARY)
    done = fitted(pen, summary, blocks, pictures)
    return Drawn(summary, done.card, done.kept)
