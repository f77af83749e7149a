"""F11: three processes on one PostgreSQL, and a thousand timers that end at one instant: each is carried out once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.report import QUIET, Report
from tests.faults.rig.nursery import nursery
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.timers import LONGEST, fired, working
from tests.postgres import Postgres

TIMERS = 1000
AHEAD, PROMISED = timedelta(seconds=6), timedelta(seconds=10)


@pytest.mark.timeout(150)
@pytest.mark.parametrize("within", [LONGEST, pytest.param(PROMISED, marks=QUIET)])
async def test_a_thousand_timers_at_one_instant(
    within: timedelta, postgres: Postgres, tmp_path: Path, report: Report
) -> None:
    with postgres.database_with_tables() as database:
        async with nursery() as nest:
            settings = surroundings(ACCORD_DATABASE=database)
            three = [Replica(settings, tmp_path / f"{n}.log", command="work", nursery=nest) for n in range(3)]
            async with replicas(*three):
                await working(database, three)
                found = await fired(database, TIMERS, AHEAD, LONGEST)
    report.say("F11", "PostgreSQL", f"3 processes, {TIMERS} timers at one instant, the last after {found.last}")
    assert found.times == Counter({1: TIMERS})
    assert found.early == 0
    assert found.doubled == 0
    assert found.last <= within
