"""Posts under way from one process: who goes alone, whose lease ages, and how many may be claimed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.flights import LANDING, ROOM, TRIAL, Flights
from flows.effects import Promise
from storage.claims import DOUBTFUL, RENEWED, Claim, Turn, Wanted
from storage.lanes import Exchanged

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AGED = RENEWED.total_seconds()


def claim(address: str, unended: int = 0) -> Claim:
    return Claim(
        organisation_id="acme",
        address=address,
        lease=1,
        seq=1,
        key=f"news/{address}",
        version=1,
        message="",
        digest="",
        promise=Promise.NEVER_LOST,
        on_screen=None,
        thread=None,
        ready_at=NOW,
        expires=None,
        uncertain=False,
        attempts=1,
        unended=unended,
    )


def flying(*claims: Claim) -> Flights:
    """These, begun at second 0, on a loop that never lets them go on."""
    flights, loop = Flights(), asyncio.get_running_loop()
    for each in claims:
        task = loop.create_task(asyncio.sleep(0))
        flights.begin(each, task, 0.0)
    return flights


async def test_one_that_landed_while_its_lease_was_made_longer_is_gone() -> None:
    landed, other = claim("@maria"), claim("@jan")
    flights = flying(landed, other)
    old = flights.ageing(AGED)
    assert set(old) == {landed, other}
    flights.end(landed, AGED)
    flights.renewed(old, (), AGED)
    assert flights.ageing(3 * AGED) == [other]
    assert flights.wanted(3 * AGED, more=True).busy == {other.lane}


async def test_the_next_one_at_that_address_has_its_own_lease() -> None:
    first, second = claim("@maria"), claim("@maria", unended=1)
    flights = flying(first)
    old = flights.ageing(AGED)
    flights.end(first, 1.0)
    flights.begin(second, asyncio.get_running_loop().create_task(asyncio.sleep(0)), 1.0)
    flights.renewed(old, (), 2 * AGED)
    assert flights.ageing(1.0 + AGED) == [second]


async def test_what_somebody_else_has_taken_is_not_held_any_more() -> None:
    taken, other = claim("@maria"), claim("@jan")
    flights = flying(taken, other)
    old = flights.ageing(AGED)
    flights.renewed(old, [taken], AGED)
    assert not flights.holds(taken, AGED)
    assert flights.holds(other, AGED)


async def test_nothing_is_begun_beside_one_that_goes_alone_in_its_first_moment() -> None:
    flights = flying(claim("@maria", unended=DOUBTFUL))
    assert flights.wanted(TRIAL / 2, more=True).room == 0
    assert flights.pause(TRIAL / 2) == TRIAL / 2
    later = flights.wanted(TRIAL, more=True)
    assert (later.room, later.alone) == (ROOM - 1, Turn.NEVER)
    assert flights.pause(TRIAL) == 0


async def test_one_that_goes_alone_has_its_turn_when_the_others_have_landed() -> None:
    other = claim("@jan")
    flights = flying(other)
    waits(flights, 1.0)
    assert flights.wanted(1.0, more=True).room == 0
    flights.end(other, 1.1)
    assert flights.wanted(1.1, more=True) == Wanted(ROOM, 32, frozenset(), Turn.FIRST, 1.1)
    assert flights.wanted(1.1, more=False).room == 0


async def test_or_after_a_moment_however_long_one_of_them_hangs() -> None:
    flights = flying(claim("@jan"))
    waits(flights, 1.0)
    assert flights.pause(1.0 + LANDING / 4) == 3 * LANDING / 4
    after = flights.wanted(1.0 + LANDING, more=True)
    assert (after.room, after.alone) == (ROOM - 1, Turn.FIRST)


async def test_the_others_have_as_much_time_as_they_were_kept_waiting() -> None:
    hangs, doubtful = claim("@jan"), claim("@maria", unended=DOUBTFUL)
    flights = flying(hangs)
    waits(flights, 0.0)
    flights.claimed(flights.wanted(LANDING, more=True), Exchanged([doubtful], ()), LANDING)
    flights.begin(doubtful, asyncio.get_running_loop().create_task(asyncio.sleep(0)), LANDING)
    landed = LANDING + TRIAL / 4
    flights.end(doubtful, landed)
    waits(flights, landed)
    assert flights.wanted(2 * landed - 0.01, more=True).alone is Turn.LAST
    waits(flights, 2 * landed)
    assert flights.wanted(2 * landed + LANDING, more=True).alone is Turn.FIRST


async def test_who_waited_for_a_turn_that_somebody_else_has_taken_waits_no_longer() -> None:
    flights = flying(claim("@jan"))
    waits(flights, 1.0)
    flights.claimed(flights.wanted(2.0, more=True), Exchanged((), ()), 2.0)
    assert flights.wanted(2.0, more=True) == Wanted(ROOM - 1, 32, frozenset({("acme", "@jan")}), Turn.LAST, 2.0)


def waits(flights: Flights, at: float) -> None:
    """There is one that goes alone, and it was not claimed."""
    flights.claimed(flights.wanted(at, more=True), Exchanged((), (), doubtful=True), at)
