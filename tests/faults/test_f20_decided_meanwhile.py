"""F20: a decision is made while its reminder waits to be sent, or is just about to be. No reminder comes after it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.platform import Outgoing, Reference
from bot.delivery import Delivery
from bot.preparing import Preparing
from flows.commands import Actor
from flows.escalations.commands import Decide
from flows.messages import Message
from storage.claims import Claim
from storage.store import Store
from tests.stories.chat import Chat, running
from tests.stories.test_escalations import DECIDED, escalate, load

NUDGE = "escalation/line3/E-1/nudge/"


class Recorder:
    """A platform that only remembers what it was sent."""

    name = "recorder"

    def __init__(self) -> None:
        self.sent: list[str] = []

    @property
    def nudges(self) -> list[str]:
        """The reminders among them."""
        return [key for key in self.sent if key.startswith(NUDGE)]

    async def send(self, post: Outgoing) -> Reference:
        self.sent.append(post.key)
        return post.key

    async def update(self, reference: Reference, post: Outgoing) -> Reference:  # noqa: ARG002
        return reference

    async def look_up(self, post: Outgoing) -> Reference | None:  # noqa: ARG002
        return None

    async def delete(self, reference: Reference, organisation_id: str) -> None:
        """Nothing is taken away here."""


async def reminded(bot: Chat, folder: Path) -> None:
    """Maria was asked at nine, and her reminder is queued at one o'clock, not sent."""
    await load(bot, folder)
    await escalate(bot)
    bot.app.clock.set_forward(bot.now + timedelta(hours=4, minutes=1))
    await bot.app.engine.tick()


async def decides(bot: Chat) -> None:
    await bot.app.engine.run(Actor("local", "maria"), Decide("line3/E-1", 0, values=DECIDED), "decision")


class Held(Preparing):
    """Prepares only when it may."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, draw)
        self.may_send, self.claimed = asyncio.Event(), asyncio.Event()

    async def outgoing(self, claim: Claim, now: datetime) -> Outgoing:
        self.claimed.set()
        await self.may_send.wait()
        return await super().outgoing(claim, now)


class HeldUp(Delivery):
    """As the app's own, to that platform; claims, and sends only when it may."""

    def __init__(self, bot: Chat, platform: Recorder) -> None:
        super().__init__(bot.app.store, platform, lambda: bot.now, asyncio.Event(), draw=draw)
        self._preparing = self.held = Held(bot.app.store)


def draw(*_: object) -> Message:
    return Message("A card.")


async def sends(bot: Chat, sender: HeldUp) -> None:
    """Everything that can go now."""
    sender.held.may_send.set()
    while await sender.deliver_once(bot.now):
        pass


async def test_a_reminder_that_waits_is_sent_unless_it_is_decided_before(database_url: str, tmp_path: Path) -> None:
    async with running(database_url) as bot:
        await reminded(bot, tmp_path)
        platform = Recorder()
        await sends(bot, HeldUp(bot, platform))
        assert platform.nudges == [f"{NUDGE}0/1"]


@pytest.mark.parametrize("claimed", [False, True], ids=["queued", "claimed"])
async def test_no_reminder_after_the_decision(database_url: str, tmp_path: Path, claimed: bool) -> None:
    async with running(database_url) as bot:
        await reminded(bot, tmp_path)
        platform = Recorder()
        sender = HeldUp(bot, platform)
        sending = asyncio.create_task(sender.deliver_once(bot.now)) if claimed else None
        if claimed:
            await sender.held.claimed.wait()
        await decides(bot)
        sender.held.may_send.set()
        if sending:
            await sending
        await sends(bot, sender)
        assert platform.nudges == []
        assert platform.sent, "the decision itself is told"
