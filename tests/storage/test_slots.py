"""So often a minute and no more, however many processes there are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from flows.wire import Wire
from storage.slots import take_slot
from storage.store import Conflict, Store, Transaction
from tests.storage.clerk import Clerk
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores
from tests.tables import lay_tables

__all__ = ["server_url", "stores"]
MINUTE = timedelta(minutes=1)


async def taken(store: Store, organisation_id: str, most: int, at: datetime) -> bool:
    work = partial(take_slot, organisation_id=organisation_id, what="letters", most=most, now=at)
    return await store.deliver(work)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    await asyncio.to_thread(lay_tables, database_url)
    opened = await Store.open(database_url, Wire({}))
    yield opened
    await opened.close()


async def test_the_last_minute_counts_and_each_organisation_by_itself(store: Store) -> None:
    assert [await taken(store, "one", 2, NOW + timedelta(seconds=at)) for at in (0, 20, 59)] == [True, True, False]
    assert await taken(store, "two", 2, NOW + timedelta(seconds=59))
    assert [await taken(store, "one", 2, NOW + MINUTE) for _ in range(2)] == [True, False]


async def test_a_limit_may_be_changed(store: Store) -> None:
    assert [await taken(store, "one", 1, NOW) for _ in range(2)] == [True, False]
    assert [await taken(store, "one", 3, NOW) for _ in range(3)] == [True, True, False]
    assert [await taken(store, "one", 1, NOW + MINUTE) for _ in range(2)] == [True, False]


async def test_a_clock_that_goes_back_lets_nobody_wait_for_ever(store: Store) -> None:
    assert await taken(store, "one", 1, NOW)
    assert await taken(store, "one", 1, NOW - timedelta(days=1))


async def test_what_is_not_committed_does_not_count(store: Store) -> None:
    clerk = Clerk(store, NOW)

    def fails(records: Transaction) -> None:
        assert records.take_slot("letters", 1)
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await clerk.does(fails)
    assert await clerk.does(lambda records: records.take_slot("letters", 1))
    assert not await clerk.does(lambda records: records.take_slot("letters", 1))


@pytest.mark.parametrize("delivering", [True, False])
async def test_two_processes_hold_one_limit_together(stores: tuple[Store, Store], delivering: bool) -> None:
    """By delivery's transactions, and by those of commands, of which one may be told to try again."""

    async def one_more(store: Store) -> bool:
        if delivering:
            return await taken(store, "acme", 20, NOW)
        while True:
            with suppress(Conflict):
                return await Clerk(store, NOW).does(lambda records: records.take_slot("letters", 20))

    found = await asyncio.gather(*(one_more(store) for _ in range(30) for store in stores))
    assert sum(found) == 20
