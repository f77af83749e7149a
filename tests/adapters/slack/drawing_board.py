"""A pen for a workspace of five people, two of them without an account, and short ways to draw with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.slack.pen import Drawn, Pen, View
from adapters.slack.render import message
from flows.forms import Form
from flows.messages import Block, Message
from flows.phrases import Who
from flows.plain import Plain
from flows.wire import Wire
from tests.adapters.slack.block_kit import check_message, check_view
from tests.adapters.slack.screen import screen
from tests.adapters.web.small_commands import AskToEscalate, Escalate, Pass, ShowHome, Speak, Stand, Take

WIRE = Wire({kind.__name__: kind for kind in (AskToEscalate, Escalate, Pass, ShowHome, Speak, Stand, Take)})
ACCOUNTS = {"adam": "U0ADAM", "maria": "U0MARIA", "ben": "W0BEN"}
ADAM, MARIA, EWA = Who("adam", "Adam Wolski"), Who("maria", "Maria Nowak"), Who("ewa", "Ewa Kot")
PEN = Pen(WIRE, lambda who: ACCOUNTS.get(who.person_id))
NINE = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
"""Monday 1 February 2027, 09:00 in Warsaw."""
SHORTENED = "Slack shows no more in one place"


def drawn(*blocks: Block, pen: Pen = PEN, pictures: Mapping[str, str] | None = None) -> Drawn:
    """A message of these blocks; Slack takes it."""
    done = message(pen, Message("What this is about", blocks), pictures=pictures)
    assert check_message(done.text, done.blocks) == []
    return done


def shown(*blocks: Block, pen: Pen = PEN) -> str:
    """What somebody sees of these blocks."""
    return screen(drawn(*blocks, pen=pen).blocks)


def viewed(view: View) -> str:
    """What somebody sees of a view; Slack takes it."""
    assert check_view(view.view) == []
    blocks = view.view["blocks"]
    assert isinstance(blocks, list)
    return screen(blocks)


def form(*fields: object, **more: object) -> Form:
    """A form of these fields."""
    return Form("Escalate", Escalate(), fields, **more)  # type: ignore[arg-type]


def blocks_of(view: View) -> list[Mapping[str, Plain]]:
    """The blocks of a view."""
    blocks = view.view["blocks"]
    assert isinstance(blocks, list)
    return blocks
