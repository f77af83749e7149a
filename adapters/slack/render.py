"""Messages for Slack: pure, without network or clock. Forms, the Home tab and small answers are drawn in views."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.drawing import LATE
from adapters.slack.fitting import MESSAGE, fitted
from adapters.slack.mrkdwn import fallback
from adapters.slack.pen import Drawn, Pen, View
from adapters.slack.views import home, modal, next_page, said
from flows.messages import Message, Text

__all__ = ["Drawn", "Pen", "View", "home", "message", "modal", "next_page", "said"]


def message(pen: Pen, message: Message, *, pictures: Mapping[str, str] | None = None, late: bool = False) -> Drawn:
    """A message. `pictures`: the id of the Slack file by `keeping.picture_digest`; a picture without one is told.

    `late`: it comes well after it was meant to, and says so.
    """
    blocks = (*(message.blocks or (Text(message.summary),)), *((LATE,) if late else ()))
    drawn = fitted(pen, blocks, MESSAGE, pictures)
    return Drawn(fallback(pen, message.summary), drawn.blocks, drawn.kept)
