"""F02: two replicas on one PostgreSQL, both killed and the server crashed at any time: 0 lost, 0 doubled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.databases import CrashingPostgres, crashing_postgres
from tests.faults.rig.nursery import Nursery, nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import Tally, quiet, tally
from tests.faults.test_f01_killed_any_time import LONGEST, SHARES


@dataclass(frozen=True)
class Run:
    """So many events while the replicas are killed in turn, and the server crashes. `settle`: seconds for the rest."""

    events: int
    kills: int
    crashes: int
    settle: float


@pytest.fixture(scope="module")
def server() -> Iterator[CrashingPostgres]:
    """A PostgreSQL that nobody else uses."""
    with crashing_postgres() as made:
        yield made


async def killed(server: CrashingPostgres, folder: Path, run: Run, nest: Nursery) -> Tally:
    """The whole run."""
    random = Random(run.events)  # noqa: S311
    with server.databases.fresh_database() as database:
        async with flaky_slack(SHARES, seed=2) as slack:
            company = await founded(database, slack)
            settings = surroundings(**environment(slack, database))
            pair = [Replica(settings, folder / f"{name}.log", nursery=nest) for name in ("one", "other")]
            crowd = Crowd(company, pair)
            each = run.events // len(company.plants)
            async with replicas(*pair):
                acting = asyncio.create_task(crowd.act(events(company, plant, each) for plant in company.plants))
                for number in range(run.kills):
                    crowd.allow(run.events // (run.kills + 1))
                    await asyncio.sleep(random.uniform(0.0, LONGEST))
                    if number % (run.kills // run.crashes) == 0:
                        await asyncio.to_thread(server.crash)
                    await pair[number % 2].kill()
                    await pair[number % 2].start()
                crowd.allow(run.events)
                await acting
                await quiet(database, run.settle)
                for replica in pair:
                    await replica.terminate()
            return await tally(company, crowd.accepted)


@pytest.mark.timeout(300)
async def test_two_replicas_and_their_server_die_at_any_time(
    server: CrashingPostgres, tmp_path: Path, report: Report
) -> None:
    async with nursery() as nest:
        found = await killed(server, tmp_path, Run(1000, 20, 5, settle=150), nest)
    report.say("F02", "PostgreSQL", f"20 kills, {len(server.crashes)} crashes of the server, {found}")
    assert found.clean, found
    assert len(server.crashes) == 5


@pytest.mark.faults
@pytest.mark.timeout(3600)
async def test_two_replicas_die_two_hundred_times(server: CrashingPostgres, tmp_path: Path, report: Report) -> None:
    before = len(server.crashes)
    async with nursery() as nest:
        found = await killed(server, tmp_path, Run(10_000, 200, 20, settle=900), nest)
    report.say("F02", "PostgreSQL", f"200 kills, {len(server.crashes) - before} crashes of the server, {found}")
    assert found.clean, found
