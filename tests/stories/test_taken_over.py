"""A process that stood still, and whose posts somebody else has taken meanwhile, shows none of them any more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from adapters.platform import Ambiguous, Outgoing, Reference
from bot.commands import draw
from bot.delivery import Delivery
from flows.messages import ToPerson
from storage.lanes import LEASE, RENEWED
from tests.storage.clerk import post, raw_sql
from tests.stories.post_office import LONG, Office, office
from tests.stories.unreliable_platform import Chat, sends

__all__ = ["office"]
AT_MOST = 60.0
"""Seconds until something has happened that is sure to happen."""


@dataclass
class Slow(Chat):
    """Takes long to say that it has not found something."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def look_up(self, post: Outgoing) -> Reference | None:
        found = await super().look_up(post)
        self.asked.set()
        await self.answer.wait()
        return found


@dataclass
class Still:
    """A process that delivers; its clock of seconds passed goes on when the test says so."""

    office: Office
    chat: Slow
    seconds: float = 0.0
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def runs(self) -> asyncio.Task[None]:
        clerk = self.office.clerk
        alive = lambda: self.seconds  # noqa: E731
        delivery = Delivery(
            clerk.store, self.chat, lambda: clerk.now, self.wake, draw=draw, alive=alive, patience=AT_MOST
        )
        return asyncio.create_task(delivery.run())

    async def makes_its_leases_longer(self) -> None:
        """It does so before it claims something new."""
        self.seconds += RENEWED.total_seconds()
        await self.shows("marker", ToPerson("eva"))

    async def is_answered(self) -> None:
        """What comes behind goes once the attempt is over."""
        self.chat.answer.set()
        await self.shows("behind", ToPerson("maria"))

    async def shows(self, words: str, to: ToPerson) -> None:
        await self.office.clerk.posts(post(words, words, to))
        self.wake.set()
        async with asyncio.timeout(AT_MOST):
            while words not in self.chat.said:
                await asyncio.sleep(0.01)


@pytest.fixture
async def still(office: Office) -> Still:
    """It looks for a message that an earlier attempt may have shown, and has not heard yet that there is none."""
    office.chat.trouble(Ambiguous("nobody knows"))
    await office.clerk.posts(post("ask", "please decide"))
    await office.delivers()
    office.clerk.now += LONG
    return Still(office, Slow())


async def test_f05_whose_lease_somebody_else_has_sends_nothing_more(office: Office, still: Still) -> None:
    running = still.runs()
    async with asyncio.timeout(AT_MOST):
        await still.chat.asked.wait()
    office.clerk.now += LEASE + timedelta(seconds=1)
    await replace(office, delivery=office.restarted().delivery).delivers()
    assert office.chat.said == ["please decide"]
    await still.makes_its_leases_longer()
    await still.is_answered()
    running.cancel()
    await asyncio.wait([running])
    assert sends(still.chat.calls) == ["marker", "behind"]
    assert office.chat.said == ["please decide"]


async def test_f05_whose_lease_nobody_else_has_sends_it(office: Office, still: Still) -> None:
    running = still.runs()
    async with asyncio.timeout(AT_MOST):
        await still.chat.asked.wait()
    await still.makes_its_leases_longer()
    await still.is_answered()
    running.cancel()
    await asyncio.wait([running])
    assert sends(still.chat.calls) == ["marker", "ask", "behind"]


async def test_f05_what_is_still_being_sent_when_a_process_stops_is_nobody_elses_meanwhile(office: Office) -> None:
    chat = Slow(gate=asyncio.Event())
    still = Still(office, chat)
    await office.clerk.posts(post("ask", "please decide"))
    running = still.runs()
    await until(lambda: asyncio.sleep(0, bool(chat.calls)))
    before = await leased_until(office)
    running.cancel()
    still.seconds += RENEWED.total_seconds()
    office.clerk.now += LEASE - timedelta(seconds=1)

    async def longer() -> bool:
        return await leased_until(office) > before

    await until(longer)
    office.clerk.now += LEASE - timedelta(seconds=1)
    assert await replace(office, delivery=office.restarted().delivery).delivers() == 0
    assert chat.gate is not None
    chat.gate.set()
    await asyncio.wait([running])
    assert (chat.said, office.chat.said) == (["please decide"], [])
    assert await office.waiting() == 0


async def leased_until(office: Office) -> int:
    ((found,),) = await asyncio.to_thread(raw_sql, office.url, "SELECT blocked_until FROM lane")
    return int(found)


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(AT_MOST):
        while not await happened():
            await asyncio.sleep(0.01)
