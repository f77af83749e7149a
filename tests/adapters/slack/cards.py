"""Everything that Accord says in a story, noted on its way: each message, form and refusal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.intake import Engine
from adapters.platform import Outgoing, Platform, Reference
from adapters.slack.pen import Pen
from bot.commands import draw
from bot.delivery import Delivery
from flows.commands import Actor, Command
from flows.effects import Outcome, Refusal
from flows.forms import Form
from flows.messages import Message
from flows.phrases import Who
from tests.stories.chat import Chat, running


@dataclass
class Cards:
    """What was said, in order, and the pen that draws it for Slack."""

    pen: Pen
    messages: list[Message] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def note(self, said: Outcome) -> None:
        """One thing that was said."""
        match said:
            case Message():
                self.messages.append(said)
            case Form():
                self.forms.append(said)
            case Refusal():
                self.refusals.append(said)
            case None:
                pass


@dataclass(frozen=True)
class NotingEngine:
    """An engine whose outcomes are noted."""

    engine: Engine
    cards: Cards

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """As the engine does it."""
        outcome = await self.engine.run(actor, command, event_id)
        self.cards.note(outcome)
        return outcome


@dataclass(frozen=True)
class NotingPlatform:
    """A platform whose posts are noted."""

    platform: Platform
    cards: Cards

    @property
    def name(self) -> str:
        """As the platform is called."""
        return self.platform.name

    async def send(self, post: Outgoing) -> Reference:
        """As the platform does it."""
        self.cards.note(post.message)
        return await self.platform.send(post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """As the platform does it."""
        self.cards.note(post.message)
        return await self.platform.update(reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        """As the platform does it."""
        return await self.platform.look_up(post)


def account(who: Who) -> str | None:
    """Everybody but one in four has an account in the workspace."""
    return None if len(who.person_id) == 4 else f"U0{''.join(filter(str.isalnum, who.person_id.upper()))}"


@asynccontextmanager
async def noted(folder: Path) -> AsyncIterator[tuple[Chat, Cards]]:
    """Accord with its local workspace, and notes of everything it says."""
    async with running(f"sqlite:///{folder / 'accord.db'}") as chat:
        app = chat.app
        assert app.workspace is not None
        cards = Cards(Pen(app.store.wire, account))
        engine = NotingEngine(app.workspace.parts.engine, cards)
        app.workspace.parts = replace(app.workspace.parts, engine=engine)
        platform = NotingPlatform(app.workspace.platform, cards)
        app.delivery = Delivery(app.store, platform, app.clock.now, asyncio.Event(), draw=draw)
        yield chat, cards
