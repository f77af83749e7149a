"""A pen for an organisation of five people, two of them without an account, and short ways to draw with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.teams.forms import in_chat, task
from adapters.teams.keeping import Opened
from adapters.teams.pen import Drawn, Pen
from adapters.teams.render import message
from flows.forms import Field, Form
from flows.messages import Block, Message
from flows.phrases import Who
from flows.wire import Wire
from tests.adapters.teams.adaptive_card import check_card
from tests.adapters.teams.screen import screen
from tests.adapters.web.small_commands import AskToEscalate, Escalate, Pass, ShowHome, Speak, Stand, Take

WIRE = Wire({kind.__name__: kind for kind in (AskToEscalate, Escalate, Pass, ShowHome, Speak, Stand, Take)})
USERS = {
    "adam": "0000ada0-0000-4000-8000-000000000001",
    "maria": "0000a1a0-0000-4000-8000-000000000002",
    "ben": "0000be00-0000-4000-8000-000000000003",
}
ADAM, MARIA, EWA = Who("adam", "Adam Wolski"), Who("maria", "Maria Nowak"), Who("ewa", "Ewa Kot")
PEN = Pen(WIRE, lambda who: USERS.get(who.person_id))
NINE = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
"""Monday 1 February 2027, 09:00 in Warsaw."""
SHORTENED = "Teams shows no more in one place"


def drawn(*blocks: Block, pen: Pen = PEN, pictures: Mapping[str, bytes] | None = None) -> Drawn:
    """A message of these blocks; Teams takes it."""
    done = message(pen, Message("What this is about", blocks), pictures=pictures)
    assert check_card(done.card) == []
    return done


def shown(*blocks: Block, pen: Pen = PEN) -> str:
    """What somebody sees of these blocks."""
    return screen(drawn(*blocks, pen=pen).card)


def form(*fields: Field, title: str = "Escalate", submit: str = "Send", intro: str = "") -> Form:
    """A form of these fields."""
    return Form(title, Escalate(), fields, submit, intro)


def asked(opened: Opened, pen: Pen = PEN, problems: Mapping[str, str] | None = None) -> str:
    """What somebody sees of a form in a dialog; Teams takes it there and in a chat."""
    dialog, chat = task(pen, opened, problems), in_chat(pen, opened, problems)
    assert check_card(dialog.card, dialog=True) == []
    assert check_card(chat.card) == []
    head, _, rest = screen(chat.card).partition("\n")
    assert (head, rest) == (f"# {opened.form.title}", screen(dialog.card))
    return rest
