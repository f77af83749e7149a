"""Activities that Accord sends: a card or a text, never both, since Teams would split them into two messages."""

from __future__ import annotations

from adapters.teams.pen import Drawn
from adapters.teams.ports import Activity
from flows.plain import Plain

CARD = "application/vnd.microsoft.card.adaptive"


def with_card(drawn: Drawn) -> Activity:
    """A message that is a card; `summary` is what notifications say."""
    return {"type": "message", "summary": drawn.text, "attachments": [attachment(drawn)]}


def with_text(text: str) -> Activity:
    """A message in which nothing is interpreted."""
    return {"type": "message", "textFormat": "plain", "text": text}


def attachment(drawn: Drawn) -> Plain:
    """The card as Teams takes it in messages and dialogs."""
    return {"contentType": CARD, "content": drawn.card}
