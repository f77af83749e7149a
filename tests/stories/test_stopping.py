"""A process that is asked to stop gives back what it has claimed and not begun: nothing is in doubt because of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

import pytest

from bot.commands import draw
from bot.delivery import Delivery
from flows.effects import Card, Post, Promise
from flows.messages import Message, ToPerson
from flows.phrases import Phrase
from storage.connections import Connection
from tests.storage.clerk import post, raw_sql
from tests.stories.post_office import Office, office
from tests.stories.unreliable_platform import sends

__all__ = ["office"]
T = TypeVar("T")
AT_MOST = 60.0
"""Seconds until something has happened that is sure to happen."""
REMINDERS = 5


@pytest.fixture
async def reminders(office: Office) -> Office:
    """Reminders for several people, in a chat where nothing can be looked up."""
    office.chat.finds = False
    some = (post(f"nudge/{n}", f"{n}", ToPerson(f"p{n}"), Promise.NEVER_DOUBLED) for n in range(REMINDERS))
    await office.clerk.posts(*some)
    return office


async def everything_arrives(office: Office) -> None:
    """Each once, from the next process, at once: nobody waits for a lease."""
    rows = await asyncio.to_thread(raw_sql, office.url, "SELECT uncertain, attempts FROM outbox")
    assert rows == [(0, 0)] * REMINDERS
    await office.restarted().delivers()
    assert sorted(sends(office.chat.calls)) == [f"nudge/{n}" for n in range(REMINDERS)]
    assert sorted(office.chat.said) == [f"{n}" for n in range(REMINDERS)]
    assert await office.log() == []


class Slow:
    """A store whose claims take as long as the test likes to be known, though they are committed."""

    def __init__(self, office: Office) -> None:
        self._store = office.clerk.store
        self.committed, self.known = asyncio.Event(), asyncio.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def deliver(self, work: Callable[[Connection], T]) -> T:
        done = await self._store.deliver(work)
        self.committed.set()
        await self.known.wait()
        return done


async def test_f04_what_was_claimed_when_it_was_asked_to_stop_goes_with_the_next_process(reminders: Office) -> None:
    store, clerk = Slow(reminders), reminders.clerk
    delivery = Delivery(store, reminders.chat, lambda: clerk.now, asyncio.Event(), draw=draw)  # type: ignore[arg-type]
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(AT_MOST):
        await store.committed.wait()
        running.cancel()
        await asyncio.sleep(0)
        store.known.set()
        await asyncio.wait([running])
    assert reminders.chat.calls == []
    await everything_arrives(reminders)


async def test_f04_what_was_being_drawn_goes_with_the_next_process(office: Office) -> None:
    office.chat.finds = False
    drawing, drawn, clerk = asyncio.Event(), Event(), office.clerk
    loop = asyncio.get_running_loop()

    def slowly(*_: object) -> Message:
        loop.call_soon_threadsafe(drawing.set)
        assert drawn.wait(AT_MOST)
        return Message(Phrase("{words}", words="0"))

    card = Card("nobody", "E-1")
    await clerk.posts(Post("nudge/0", ToPerson("maria"), card, Promise.NEVER_DOUBLED))
    delivery = Delivery(clerk.store, office.chat, lambda: clerk.now, asyncio.Event(), draw=slowly)
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(AT_MOST):
        await drawing.wait()
        running.cancel()
        await asyncio.sleep(0)
        drawn.set()
        await asyncio.wait([running])
    assert office.chat.calls == []
    rows = await asyncio.to_thread(raw_sql, office.url, "SELECT state, uncertain, attempts FROM outbox")
    assert rows == [("waiting", 0, 0)]
