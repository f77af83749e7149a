"""How processes on one PostgreSQL wake each other: after the commit, once for all that came together, from any."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from storage.store import Store
from tests.storage.clerk import JAN, PROJECT, Clerk, escalation, raw_sql
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "stores"]


class Ear:
    """What was heard by one process, on its loop."""

    def __init__(self, store: Store) -> None:
        self.heard: list[str] = []
        self._new = asyncio.Event()
        store.heed(self._hear)

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        self._new.set()

    async def until(self, right: Callable[[list[str]], bool]) -> None:
        async with asyncio.timeout(20):
            while not right(self.heard):
                self._new.clear()
                await self._new.wait()


async def listening(*ears: Ear) -> None:
    """Who begins to listen looks at everything once."""
    for ear in ears:
        await ear.until(lambda heard: "" in heard)
        ear.heard.clear()


async def test_the_others_hear_it_and_oneself_does_not(stores: tuple[Store, Store]) -> None:
    mine, theirs = Ear(stores[0]), Ear(stores[1])
    await listening(mine, theirs)
    stores[0].ring("posts")
    await theirs.until(lambda heard: heard == ["posts"])
    stores[1].ring("chats")
    await mine.until(lambda heard: heard == ["chats"])
    assert theirs.heard == ["posts"]


async def test_a_thousand_rings_at_once_are_few_notifications(stores: tuple[Store, Store]) -> None:
    mine, theirs = Ear(stores[0]), Ear(stores[1])
    await listening(mine, theirs)
    for number in range(1000):
        stores[0].ring("posts" if number % 2 else "chats")
    await theirs.until(lambda heard: {"posts", "chats"} <= set(heard))
    await asyncio.sleep(0.2)
    assert len(theirs.heard) <= 100
    stores[0].ring("posts")
    before = len(theirs.heard)
    await theirs.until(lambda heard: len(heard) > before)


async def test_a_lost_connection_is_made_again_and_everything_is_looked_at(
    stores: tuple[Store, Store], server_url: str
) -> None:
    theirs = Ear(stores[1])
    await listening(theirs)
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query = 'LISTEN accord'"
    )
    assert await asyncio.to_thread(raw_sql, server_url, cut)
    await theirs.until(lambda heard: "" in heard)
    mine = Ear(stores[0])
    await listening(mine)
    stores[0].ring("posts")
    await theirs.until(lambda heard: "posts" in heard)


async def test_it_can_be_stopped_at_any_moment(stores: tuple[Store, Store]) -> None:
    Ear(stores[0])
    stores[0].ring("posts")
    await asyncio.gather(*(store.close() for store in stores))
    stores[0].ring("posts")


async def test_who_is_here_is_rung_for_when_it_has_changed_and_not_with_every_command(
    stores: tuple[Store, Store],
) -> None:
    mine, theirs, clerk = Ear(stores[0]), Ear(stores[1]), Clerk(stores[0], NOW)
    await listening(mine, theirs)
    await clerk.does(lambda records: records.escalations.put(escalation(1, NOW)))
    await clerk.does(lambda records: records.people.put(JAN))
    await theirs.until(lambda heard: bool(heard))
    await clerk.does(lambda records: records.people.put(JAN))  # it is so already
    await clerk.does(lambda records: records.projects.put(PROJECT))
    await theirs.until(lambda heard: len(heard) > 1)
    assert theirs.heard == ["people", "people"]
