"""F05: a process is frozen while it sends and goes on later: the other takes over, and no double stays on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.nursery import nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import Tally, quiet, tally
from tests.postgres import Postgres

FROZEN = 60.0
"""Seconds; much longer than any lease."""
TAKEN_OVER = 15.0
"""Seconds until the other has sent what the frozen one held."""
SOME = 32
"""Events before each stop."""
SLOW = 1.5
"""Seconds of each call to Slack meanwhile, so that it is frozen in the middle of some, and others wait to be made."""


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    with postgres.database_with_tables() as url:
        yield url


async def frozen(database: str, folder: Path, stops: int) -> tuple[Tally, list[float]]:
    """So many stops, each while messages are on their way; and the seconds until the other had sent everything."""
    waits: list[float] = []
    async with flaky_slack() as slack, nursery() as nest:
        company = await founded(database, slack)
        settings = surroundings(**environment(slack, database))
        pair = [Replica(settings, folder / f"{name}.log", nursery=nest) for name in ("one", "other")]
        crowd = Crowd(company, pair)
        each = stops * SOME // len(company.plants) // 2 * 2
        async with replicas(*pair):
            acting = asyncio.create_task(crowd.act(events(company, plant, each) for plant in company.plants))
            for number in range(stops):
                still, awake = pair[number % 2], pair[1 - number % 2]
                crowd.allow(SOME)
                slack.slowness = SLOW
                await asyncio.sleep(SLOW * 0.8)
                still.freeze()
                slack.slowness = 0.0
                crowd.doors = [awake]
                waits.append(await _sent(database, FROZEN))
                still.thaw()
                crowd.doors = pair
                await asyncio.sleep(1.0)
            crowd.allow(stops * SOME)
            await acting
            await quiet(database, 60)
            await asyncio.sleep(5.0)  # what came late is taken away
            for replica in pair:
                await replica.terminate()
        return await tally(company, crowd.accepted), waits


async def _sent(database: str, at_least: float) -> float:
    """Seconds until nothing waits; returns when the process has been frozen long enough."""
    begun = monotonic()
    await quiet(database, 60)
    took = monotonic() - begun
    await asyncio.sleep(max(0.0, at_least - took))
    return took


@pytest.mark.faults
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("stops", [50])
async def test_frozen_while_it_sends(stops: int, database: str, tmp_path: Path, report: Report) -> None:
    found, waits = await frozen(database, tmp_path, stops)
    slow = sum(wait > TAKEN_OVER for wait in waits)
    told = f"{stops} stops of {FROZEN:.0f} s, taken over in {max(waits):.1f} s at most, {found}"
    report.say("F05", "PostgreSQL", told)
    assert found.clean, found
    assert not slow, waits
