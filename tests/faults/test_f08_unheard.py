"""F08, several processes: what another one has committed is sent although nobody rang for it, or the bell is broken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.commands import draw
from bot.delivery import Delivery
from storage.store import Store
from tests.faults.report import QUIET, Report
from tests.storage.clerk import Clerk, post, raw_sql
from tests.storage.shared import server_url, stores
from tests.stories.unreliable_platform import Chat

__all__ = ["server_url", "stores"]
WITHIN = [30.0, pytest.param(2.0, marks=QUIET)]
"""Seconds until it is on screen: on a machine however busy, and on a quiet one."""
DEAF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN accord'
"""


@asynccontextmanager
async def delivering(store: Store, chat: Chat) -> AsyncIterator[None]:
    """The delivery of a process in which nothing is ever queued."""
    wake = asyncio.Event()
    delivery = Delivery(store, chat, lambda: datetime.now(UTC), wake, draw=draw)
    store.heed(lambda _: delivery.look())
    running = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def shown(chat: Chat, words: str, within: float) -> float:
    """Seconds until it is there."""
    clock = asyncio.get_running_loop()
    begun = clock.time()
    async with asyncio.timeout(within):
        while words not in chat.said:
            await asyncio.sleep(0.01)
    return clock.time() - begun


@pytest.mark.parametrize("within", WITHIN)
async def test_f08_what_nobody_rang_for_is_found_by_looking(
    within: float, stores: tuple[Store, Store], server_url: str, report: Report
) -> None:
    """The process that committed it died before it could ring; then the bell's connection is lost, too."""
    (ours, theirs), chat = stores, Chat()
    async with delivering(ours, chat):
        await Clerk(theirs, datetime.now(UTC)).posts(post("one", "unheard"))
        unheard = await shown(chat, "unheard", within)
        await asyncio.to_thread(raw_sql, server_url, DEAF)
        await Clerk(theirs, datetime.now(UTC)).posts(post("two", "deaf"))
        deaf = await shown(chat, "deaf", within)
    report.say(
        "F08", "PostgreSQL", f"not rung for: on screen after {unheard:.1f} s; no bell at all: after {deaf:.1f} s"
    )
