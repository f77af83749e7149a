"""F15: processes whose clocks are two minutes fast and slow go by the database's: nothing early, nothing doubled."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.report import Report
from tests.faults.rig.clocks import LiveClock
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.timers import LONGEST, SHOWN, asked, fired, working
from tests.postgres import Postgres

SKEW = timedelta(seconds=120)
AHEAD = timedelta(seconds=6)


def skewed(folder: Path, database: str, skews: Sequence[timedelta]) -> list[Replica]:
    """A process for each, whose wall clock is so far ahead of this machine's."""
    made = []
    for number, skew in enumerate(skews):
        own = folder / str(number)
        own.mkdir()
        clock = LiveClock(own)
        clock.ahead(skew)
        environment = surroundings(ACCORD_DATABASE=database, **clock.environment)
        made.append(Replica(environment, own / "accord.log", command="work"))
    return made


@pytest.mark.faults
@pytest.mark.timeout(300)
async def test_two_minutes_fast_and_slow(postgres: Postgres, tmp_path: Path, report: Report) -> None:
    with postgres.database_with_tables() as database:
        three = skewed(tmp_path, database, (SKEW, -SKEW, timedelta()))
        async with replicas(*three):
            await working(database, three)
            found = await fired(database, 300, AHEAD, LONGEST)
            again = await fired_later(database)
    report.say("F15", "PostgreSQL", f"clocks {SKEW} fast and slow, 300 timers, the last after {found.last}")
    assert found.times == Counter({1: 300})
    assert (found.early, found.doubled) == (0, 0)
    assert again == 0
    assert found.last <= LONGEST


async def fired_later(database: str) -> int:
    """How many lines are on a screen twice once all leases have ended by the fastest clock."""
    await asyncio.sleep(15)
    return len(await asyncio.to_thread(asked, database, SHOWN))
