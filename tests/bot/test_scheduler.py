"""The scheduler goes on whatever becomes of the time of day: set back, it stops for nothing; set ahead, it makes up
for nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.scheduler import Every, mind_the_clock, scheduler

HOUR = timedelta(hours=1)


@asynccontextmanager
async def ticking() -> AsyncIterator[asyncio.Queue[datetime]]:
    """When each tick ran, as the machine's clock showed it."""
    ticks: asyncio.Queue[datetime] = asyncio.Queue()

    async def tick() -> None:
        ticks.put_nowait(datetime.now(UTC))

    async def nothing() -> None: ...

    jobs = scheduler(tick, nothing)
    jobs.start()
    minding = asyncio.create_task(mind_the_clock(jobs, look=0.1))
    try:
        yield ticks
    finally:
        minding.cancel()
        await asyncio.wait([minding])
        jobs.shutdown()


@pytest.mark.parametrize("by", [-HOUR, 72 * HOUR, timedelta(minutes=-10)])
async def test_the_tick_goes_on_when_the_clock_is_set(by: timedelta) -> None:
    async with ticking() as ticks:
        await ticks.get()
        with time_machine.travel(datetime.now(UTC) + by):
            async with asyncio.timeout(20):
                seen = [await ticks.get() for _ in range(3)]
            assert abs(seen[-1] - datetime.now(UTC)) < timedelta(seconds=10)
            assert ticks.empty(), "none is made up for"


def test_what_was_missed_is_one_run_however_long_the_clock_says_it_is() -> None:
    every, begun = Every(timedelta(seconds=1)), datetime(2026, 11, 23, tzinfo=UTC)
    assert every.get_next_fire_time(None, begun) == begun + timedelta(seconds=1)
    late = begun + timedelta(milliseconds=1200)
    assert every.get_next_fire_time(begun, begun) == begun + timedelta(seconds=1)
    assert every.get_next_fire_time(begun, late) == late + timedelta(seconds=1)
    assert every.get_next_fire_time(begun, begun + 24 * 365 * HOUR) == begun + 24 * 365 * HOUR + timedelta(seconds=1)
