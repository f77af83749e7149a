"""Due items that are not carried out: why is counted apart, and what is settled is forgotten by every process."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from functools import partial

from bot.stumbling import LONGEST_WAIT, SHORT_WAIT, Stumbling
from storage.due import Due
from storage.store import Store
from storage.stumbles import stumbles
from storage.under_way import GRACE, begin, count_deaths, left_behind
from tests.storage.clerk import raw_sql
from tests.storage.conftest import NOW, store, wire
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "store", "stores", "wire"]
ITEM = Due("acme", "escalation", "line3/E-7")
NOTED = "SELECT value FROM system_note WHERE starts_with(name, 'due/')"
CUT = f"SELECT pg_terminate_backend(split_part(value::json ->> 0, '@', 1)::int) FROM ({NOTED}) AS noted"  # noqa: S608
BROKEN = "OverflowError at line 7"


async def put_off(stumbling: Stumbling, *how: str, now: datetime = NOW) -> float:
    """It stumbles so often, by an error or because the database does not take it; seconds until it is tried again."""
    for each in how:
        if each == "untaken":
            await stumbling.not_taken(ITEM, now, "locked")
        else:
            await stumbling.failed(ITEM, now, BROKEN)
    return (stumbling.known[ITEM].again_at - now).total_seconds()


async def test_what_the_database_does_not_take_for_long_waits_no_hour_for_its_first_error(store: Store) -> None:
    stumbling = Stumbling(store)
    assert await put_off(stumbling, *["untaken"] * 12) == SHORT_WAIT
    assert await put_off(stumbling, "broken") == 2
    assert await put_off(stumbling, "untaken") == 2, "counted anew: it was tried to its end meanwhile"


async def test_what_fails_goes_on_waiting_longer_whatever_the_database_does_between(store: Store) -> None:
    stumbling = Stumbling(store)
    assert await put_off(stumbling, *["broken"] * 4) == 16
    assert await put_off(stumbling, "untaken", "untaken") == 4
    assert await put_off(stumbling, "broken") == 32
    assert await put_off(stumbling, *["broken"] * 20) == LONGEST_WAIT


async def test_who_has_carried_it_out_need_not_have_known_that_it_stumbled(stores: tuple[Store, Store]) -> None:
    first, second = map(Stumbling, stores)
    await second.begin(NOW)
    await put_off(first, *["untaken"] * 3)
    assert first.warnings()
    await second.went_well(ITEM)  # it knows nothing of the other's three tries
    for each in (first, second):
        await each.begin(NOW)
    await second.settled([], NOW + timedelta(seconds=30))
    await first.begin(NOW)
    assert (first.known, second.known) == ({}, {})
    assert first.warnings() == []
    assert await put_off(first, "broken") == 2


async def test_what_is_still_due_or_has_just_stumbled_is_not_forgotten(store: Store) -> None:
    stumbling = Stumbling(store)
    await put_off(stumbling, "broken")
    await stumbling.settled([ITEM], NOW + timedelta(seconds=30))
    await stumbling.settled([], NOW + timedelta(seconds=5))
    assert stumbling.known.keys() == {ITEM}


async def noted_by_a_dead_process(url: str, *items: Due) -> None:
    written = json.dumps(["0@0", [[item.organisation_id, item.kind, item.id] for item in items]])
    note = "INSERT INTO system_note (name, value, at) VALUES ('due/somebody', ?, 0)"
    await asyncio.to_thread(raw_sql, url, note, [written])


async def test_f29_a_session_that_has_ended_is_a_death_once_nobody_has_noted_the_same_again(
    stores: tuple[Store, Store], server_url: str
) -> None:
    await noted_by_a_dead_process(server_url, ITEM)
    passed = [0.0]
    stumbling = Stumbling(stores[0], lambda: passed[0])
    for seconds in (0.0, GRACE - 0.1):
        passed[0] = seconds
        await stumbling.begin(NOW)
        assert (stumbling.known, stumbling.may_try(ITEM, NOW)) == ({}, False), "its process may live"
    passed[0] = GRACE
    await stumbling.begin(NOW)
    assert (stumbling.known[ITEM].unended, stumbling.may_try(ITEM, NOW)) == (1, True)
    await stumbling.begin(NOW)
    assert stumbling.known[ITEM].unended == 1


async def test_f29_who_lives_and_has_lost_its_connection_is_not_taken_for_dead(
    stores: tuple[Store, Store], server_url: str
) -> None:
    passed = [0.0]
    lives, looks = Stumbling(stores[0]), Stumbling(stores[1], lambda: passed[0])
    async with lives.noted([ITEM], NOW):
        ((before,),) = await asyncio.to_thread(raw_sql, server_url, NOTED)
        await asyncio.to_thread(raw_sql, server_url, CUT)
        async with asyncio.timeout(60):
            while await asyncio.to_thread(raw_sql, server_url, NOTED) == [(before,)]:
                await looks.begin(NOW)
                assert looks.known == {}
                await asyncio.sleep(0.02)
        passed[0] = 2 * GRACE
        await looks.begin(NOW)
        assert (looks.known, looks.may_try(ITEM, NOW)) == ({}, True)
    assert await asyncio.to_thread(raw_sql, server_url, NOTED) == []


async def test_f29_what_a_process_has_noted_since_is_not_taken_for_what_was_seen_of_it(
    stores: tuple[Store, Store], server_url: str
) -> None:
    await noted_by_a_dead_process(server_url, ITEM)
    (seen,) = await stores[1].look(partial(left_behind, me="me"))
    await stores[0].change(partial(begin, me="somebody", items=[ITEM], now=NOW))
    await stores[1].change(partial(count_deaths, note=seen, now=NOW))
    assert await stores[1].look(stumbles) == {}
    assert len(await asyncio.to_thread(raw_sql, server_url, NOTED)) == 1
