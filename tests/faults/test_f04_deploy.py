"""F04: deploys under load. After SIGTERM what was accepted is answered, within ten seconds, and nothing is lost."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.report import QUIET, Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.nursery import nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import quiet, tally
from tests.postgres import Postgres, unhurried

PROMISED = 10.0
DRAIN = [30.0, pytest.param(PROMISED, marks=QUIET)]
"""Seconds from SIGTERM to the end, at most: on a machine however busy, and on a quiet one."""
EVENTS, DEPLOYS = 320, 4
BETWEEN = 0.5
"""Seconds of load before each deploy."""


@pytest.mark.parametrize("count", [pytest.param(1, id="one-sqlite"), pytest.param(2, id="two-postgresql")])
@pytest.mark.parametrize("drain", DRAIN)
@pytest.mark.timeout(240)
async def test_deploys_under_load(
    count: int, drain: float, request: pytest.FixtureRequest, tmp_path: Path, report: Report
) -> None:
    with ExitStack() as kept:
        database = f"sqlite:///{tmp_path / 'accord.db'}"
        if count > 1:
            server: Postgres = request.getfixturevalue("postgres")
            database = kept.enter_context(server.database_with_tables())
            database = unhurried(database) if drain > PROMISED else database
        async with flaky_slack() as slack, nursery() as nest:
            company = await founded(database, slack, plants=8)
            settings = surroundings(**environment(slack, database))
            serving = [Replica(settings, tmp_path / f"{number}.log", nursery=nest) for number in range(count)]
            crowd = Crowd(company, serving)
            drained: list[float] = []
            async with replicas(*serving):
                acting = asyncio.create_task(crowd.act(events(company, each, EVENTS // 8) for each in company.plants))
                for number in range(DEPLOYS):
                    crowd.allow(EVENTS // DEPLOYS)
                    await asyncio.sleep(BETWEEN)
                    drained.append(await serving[number % count].terminate(within=drain))
                    await serving[number % count].start()
                await acting
                await quiet(database, 60)
                drained += [await replica.terminate(within=drain) for replica in serving]
            found = await tally(company, crowd.accepted)
    where = "PostgreSQL" if count > 1 else "SQLite"
    report.say("F04", where, f"{DEPLOYS} deploys, drained in {max(drained):.1f} s at most, {found}")
    assert found.clean, found
    assert [status for status in crowd.answers if status >= 500] == []
    assert {code for replica in serving for code in replica.ended} == {0}
