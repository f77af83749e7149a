"""Due items that are not carried out: why is counted apart, and what is settled is forgotten by every process."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.stumbling import LONGEST_WAIT, SHORT_WAIT, Stumbling
from storage.due import Due
from storage.store import Store
from tests.storage.conftest import NOW, store, wire
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "store", "stores", "wire"]
ITEM = Due("acme", "escalation", "line3/E-7")
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
