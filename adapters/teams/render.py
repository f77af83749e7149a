"""Messages as Adaptive Cards 1.5."""

from __future__ import annotations

from adapters.teams.pen import Drawn, Pen
from flows.messages import Message


def card(pen: Pen, message: Message, *, late: bool = False) -> Drawn:
    """A message as a card. `late`: it comes well after it was meant to, and says so."""
    raise NotImplementedError  # the signature only; the drawing follows
