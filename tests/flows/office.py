"""Accord without its web server: commands go through the engine to a real database, at a moment of our choosing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from adapters.drawing import draw_text, message_text
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import OPERATOR, Actor, Command
from flows.effects import Outcome, Refusal
from flows.forms import ChoiceField, ChoicesField, DateField, Form, PeopleField, TextField, TimeField
from flows.messages import Buttons, Message
from storage.transaction import Transaction

T = TypeVar("T")
WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WARSAW)


class Office:
    """People give commands and read what they are answered."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._events = count(1)

    async def give(self, person_id: str, command: Command) -> Outcome:
        """Carries it out; what it sends is queued and not delivered."""
        actor = Actor(self.app.organisation, person_id)
        return await self.app.engine.run(actor, command, f"office-{next(self._events)}")

    async def say(self, person_id: str, command: Command) -> str:
        """The same, answered as text."""
        return text_of(await self.give(person_id, command))

    async def order(self, command: Command) -> str:
        """A command of the operator."""
        return await self.say(OPERATOR, command)

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """What the records say."""
        return await self.app.store.read(self.app.organisation, work)


@asynccontextmanager
async def opened(folder: Path, start: datetime = MONDAY) -> AsyncIterator[Office]:
    """An office on an empty database."""
    app = await build(Settings(database=f"sqlite:///{folder / 'accord.db'}"), Clock.beginning(start))
    try:
        yield Office(app)
    finally:
        await app.close()


def text_of(outcome: Outcome) -> str:
    """What somebody reads."""
    match outcome:
        case Message():
            return message_text(outcome, "Europe/Warsaw")
        case Form():
            return outcome.title
        case Refusal():
            return draw_text(outcome.phrase, "Europe/Warsaw")
        case None:
            return ""


def problems(outcome: Outcome) -> dict[str, str]:
    """The sentences at the fields of a refused form."""
    assert isinstance(outcome, Refusal), outcome
    return {field: draw_text(words, "Europe/Warsaw") for field, words in outcome.problems.items()}


def filled_in(outcome: Outcome) -> dict[str, str | tuple[str, ...]]:
    """What a form shows before anything is typed."""
    assert isinstance(outcome, Form), outcome
    values: dict[str, str | tuple[str, ...]] = {}
    for field in outcome.fields:
        match field:
            case ChoicesField():
                values[field.id] = field.values
            case PeopleField():
                values[field.id] = field.values if field.most > 1 else next(iter(field.values), "")
            case TextField() | ChoiceField() | DateField() | TimeField():
                values[field.id] = field.value
            case _:
                pass
    return values


def button(outcome: Outcome, label: str) -> Command:
    """What a button of the message means."""
    assert isinstance(outcome, Message), outcome
    rows = [block for block in outcome.blocks if isinstance(block, Buttons)]
    found = {each.label: each.does for row in rows for each in row.buttons}
    return found[label]
