"""A store, a chat, and delivery between them, for stories about delivery."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import draw
from bot.delivery import Delivery
from flows.wire import Wire
from storage.store import Store
from tests.storage.clerk import Clerk, raw_sql
from tests.stories.unreliable_platform import Chat
from tests.tables import lay_tables

START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
LONG = timedelta(minutes=2)
"""Longer than any wait between two attempts."""


@dataclass
class Office:
    """A store, a chat, and delivery between them, at a moment that the test moves on."""

    clerk: Clerk
    chat: Chat
    url: str
    delivery: Delivery

    async def delivers(self) -> int:
        """Delivers until nothing more can go now; returns how many attempts that took."""
        total = 0
        while done := await self.delivery.deliver_once(self.clerk.now):
            total += done
        return total

    async def later(self, by: timedelta = LONG) -> None:
        self.clerk.now += by
        await self.delivers()

    def restarted(self, alive: float = 3600.0) -> Office:
        """Another process, which has lived for so many seconds when it delivers."""
        return replace(self, delivery=_delivery(self.clerk, self.chat, alive))

    async def log(self) -> list[tuple[str, str]]:
        rows = await asyncio.to_thread(raw_sql, self.url, "SELECT key, what FROM delivery_log ORDER BY seq")
        return [(key, what) for key, what in rows]

    async def waiting(self) -> int:
        rows = await asyncio.to_thread(raw_sql, self.url, "SELECT count(*) FROM outbox")
        return int(rows[0][0])


def _delivery(clerk: Clerk, chat: Chat, alive: float = 3600.0) -> Delivery:
    return Delivery(clerk.store, chat, lambda: clerk.now, asyncio.Event(), draw=draw, alive=lambda: alive)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    await asyncio.to_thread(lay_tables, database_url)
    store = await Store.open(database_url, Wire({}))
    clerk, chat = Clerk(store, START), Chat()
    yield Office(clerk, chat, database_url, _delivery(clerk, chat))
    await store.close()
