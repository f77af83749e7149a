"""Posts under way from one process: who goes alone, whose lease ages, and how many may be claimed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.flights import ROOM, Flights
from flows.effects import Promise
from storage.claims import DOUBTFUL, RENEWED, Claim, Wanted
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
    flights, loop = Flights(lambda: 60.0), asyncio.get_running_loop()
    for each in claims:
        task = loop.create_task(asyncio.sleep(0))
        flights.begin(each, task, 0.0)
    return flights


async def test_one_that_landed_while_its_lease_was_made_longer_is_gone() -> None:
    landed, other = claim("@maria"), claim("@jan")
    flights = flying(landed, other)
    old = flights.ageing(AGED)
    assert set(old) == {landed, other}
    flights.end(landed)
    flights.renewed(old, (), AGED)
    assert flights.ageing(3 * AGED) == [other]
    assert flights.wanted(more=True).busy == {other.lane}


async def test_the_next_one_at_that_address_has_its_own_lease() -> None:
    first, second = claim("@maria"), claim("@maria", unended=1)
    flights = flying(first)
    old = flights.ageing(AGED)
    flights.end(first)
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


async def test_nothing_is_claimed_beside_one_that_goes_alone() -> None:
    doubtful = claim("@maria", unended=DOUBTFUL)
    flights = flying(doubtful)
    assert flights.wanted(more=True).room == 0
    flights.end(doubtful)
    assert flights.wanted(more=True) == Wanted(ROOM, 32, frozenset(), alone=False, alive=60.0)


async def test_one_that_goes_alone_has_its_turn_when_the_others_have_landed() -> None:
    other = claim("@jan")
    flights = flying(other)
    assert flights.wanted(more=True).room == ROOM - 1
    flights.claimed(flights.wanted(more=True), Exchanged((), (), doubtful=True))
    assert flights.wanted(more=True).room == 0
    flights.end(other)
    assert flights.wanted(more=True).alone
    assert flights.wanted(more=False).room == 0
