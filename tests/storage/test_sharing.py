"""Several processes on one PostgreSQL: none takes what another has, and none waits for what another has locked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from time import monotonic

import psycopg
import pytest

from flows.messages import ToPerson
from storage.due import Due
from storage.lanes import LEASE, Claim, Ending, Exchanged, Settlement, Wanted, exchange, renew
from storage.store import Store, Transaction
from tests.storage.clerk import Clerk, escalation, post, raw_sql
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "stores"]
Stores = tuple[Store, Store]
SOON = timedelta(seconds=1)


async def claims(store: Store, wanted: Wanted = Wanted(500, 500), at: timedelta = timedelta()) -> Sequence[Claim]:  # noqa: B008
    exchanged = await store.deliver(lambda connection: exchange(connection, (), NOW + at, wanted))
    return exchanged.claims


async def settles(store: Store, *settlements: Settlement, at: timedelta = timedelta()) -> Exchanged:
    return await store.deliver(lambda connection: exchange(connection, settlements, NOW + at, Wanted(0, 0)))


async def posts(store: Store, count: int, organisation: str = "acme") -> None:
    clerk = Clerk(store, NOW, organisation)
    await clerk.posts(*(post(f"news/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(count)))


@contextmanager
def locked(url: str, statement: str) -> Iterator[None]:
    """Another session holds these rows."""
    with psycopg.connect(url) as session:
        session.execute(statement.encode())
        yield
        session.rollback()


async def test_two_deliveries_never_hold_one_address(stores: Stores) -> None:
    await posts(stores[0], 200)
    taken: list[Claim] = []
    for _ in range(10):
        wanted = Wanted(30, 30, frozenset())
        both = await asyncio.gather(*(claims(store, wanted) for store in stores))
        taken += [claim for found in both for claim in found]
    assert sorted(claim.address for claim in taken) == sorted(f"@p{n}" for n in range(200))


async def test_addresses_somebody_wrote_to_before_are_held_by_one_as_well(stores: Stores) -> None:
    for turn in range(3):
        at = turn * SOON
        await Clerk(stores[0], NOW + at).posts(*(post(f"{turn}/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(60)))
        both = await asyncio.gather(*(claims(store, at=at) for store in stores))
        taken = [claim for found in both for claim in found]
        assert len({claim.lane for claim in taken}) == len(taken) > 0
        for store, found in zip(stores, both, strict=True):
            done = [Settlement(claim, Ending.SENT, NOW + at, reference="r") for claim in found]
            assert not (await settles(store, *done, at=at)).lost


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM outbox WHERE address = '@p1' FOR UPDATE",
        "SELECT * FROM lane WHERE address = '@p1' FOR UPDATE",
        "UPDATE outbox SET message = message WHERE address = '@p1'",
    ],
)
async def test_what_somebody_has_locked_is_left_to_them_and_nobody_waits(
    stores: Stores, server_url: str, statement: str
) -> None:
    await posts(stores[0], 3)
    for claim in await claims(stores[0]):
        await settles(stores[0], Settlement(claim, Ending.RETRY, NOW))
    with locked(server_url, statement):
        found = await claims(stores[1], at=SOON)  # who waits for a lock is refused after a while
        assert sorted(claim.address for claim in found) == ["@p0", "@p2"]
    assert [claim.address for claim in await claims(stores[1], at=SOON)] == ["@p1"]


async def test_who_comes_too_late_changes_nothing_and_is_told(stores: Stores, server_url: str) -> None:
    await posts(stores[0], 1)
    (late,) = await claims(stores[0])
    assert await claims(stores[1], at=LEASE - SOON) == []
    (again,) = await claims(stores[1], at=LEASE + SOON)
    assert (again.key, again.uncertain, again.attempts) == (late.key, True, 1), (
        "what nobody saw the end of counts as none"
    )
    mine = Settlement(late, Ending.SENT, NOW, reference="mine")
    assert (await settles(stores[0], mine, at=LEASE + SOON)).lost == [mine]
    assert await asyncio.to_thread(raw_sql, server_url, "SELECT count(*) FROM posted") == [(0,)]
    theirs = Settlement(again, Ending.SENT, NOW, reference="theirs")
    assert not (await settles(stores[1], theirs, at=LEASE + SOON)).lost
    assert await asyncio.to_thread(raw_sql, server_url, "SELECT reference FROM posted") == [("theirs",)]


async def test_a_lease_that_is_made_longer_is_not_taken(stores: Stores) -> None:
    await posts(stores[0], 1)
    mine = await claims(stores[0])
    assert not await stores[0].deliver(lambda connection: renew(connection, mine, NOW + LEASE - SOON))
    assert await claims(stores[1], at=LEASE + SOON) == []
    assert len(await claims(stores[1], at=2 * LEASE)) == 1
    assert await stores[0].deliver(lambda connection: renew(connection, mine, NOW + 2 * LEASE)) == mine, "it was taken"


async def test_a_post_that_comes_while_its_address_is_taken_is_not_forgotten(stores: Stores) -> None:
    await posts(stores[0], 1)
    (claim,) = await claims(stores[0])
    await Clerk(stores[1], NOW).posts(post("second", "2", ToPerson("p0")))
    assert await claims(stores[1]) == []  # it has looked, and put the address off until the lease is over
    await settles(stores[0], Settlement(claim, Ending.SENT, NOW, reference="r"))
    assert [one.key for one in await claims(stores[1])] == ["second"]


async def test_ten_thousand_posts_of_one_organisation_do_not_hide_one_of_another(stores: Stores) -> None:
    store = stores[0]
    for part in range(4):
        many = (post(f"flood/{part}/{n}", "x", ToPerson(f"f{part}-{n}")) for n in range(500))
        await Clerk(store, NOW, "loud").posts(*many)
    await Clerk(store, NOW + SOON, "quiet").posts(post("one", "please", ToPerson("b")))
    found = await claims(store, Wanted(8, 32), at=SOON)
    assert "quiet" in {claim.organisation_id for claim in found}


async def test_one_organisation_never_has_all_the_room(stores: Stores) -> None:
    await posts(stores[0], 50, "loud")
    found = await claims(stores[0], Wanted(96, 32))
    assert len(found) == 32
    busy = frozenset(claim.lane for claim in found)
    await posts(stores[0], 2, "quiet")
    more = await claims(stores[0], Wanted(64, 32, busy))
    assert {claim.organisation_id for claim in more} == {"quiet"}


async def test_a_due_item_belongs_to_one_tick_and_the_other_goes_on(stores: Stores) -> None:
    item, held, free = Due("acme", "escalation", "line3/E-1"), Event(), Event()
    await Clerk(stores[0], NOW).does(lambda records: records.escalations.put(escalation(1, NOW, due_at=NOW)))

    def slow(records: Transaction) -> bool:
        mine = records.take(item, NOW)
        held.set()
        free.wait(10)
        return mine

    first = asyncio.create_task(Clerk(stores[0], NOW).does(slow))
    await asyncio.to_thread(held.wait, 10)
    assert not await Clerk(stores[1], NOW).does(lambda records: records.take(item, NOW))
    assert not first.done(), "it waited"
    free.set()
    assert await first
    assert not await Clerk(stores[1], NOW).does(lambda records: records.take(item, NOW - SOON)), "not due yet"


async def test_all_go_by_the_database_s_clock(stores: Stores) -> None:
    begun = monotonic()
    one, other = [await store.true_time() for store in stores]
    passed = timedelta(seconds=monotonic() - begun)
    assert one is not None
    assert other is not None
    assert abs(other - one) < SOON + passed
