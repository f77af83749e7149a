"""F01: kill -9 at any time on SQLite, while Slack fails now and then: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.nursery import Nursery, nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import Tally, quiet, tally
from tests.slack.fake.faults import Fault

SHARES = {Fault.TOO_MANY: 0.02, Fault.ERROR_AFTER: 0.02, Fault.RESET_AFTER: 0.02}
"""429, 500 and lost answers, of all calls."""
LONGEST = 0.4
"""Seconds that a process lives once it is ready, at most."""


@dataclass(frozen=True)
class Run:
    """So many events while it is killed so often. `settle`: seconds for what is left to be sent."""

    events: int
    kills: int
    settle: float


async def killed(folder: Path, run: Run, nest: Nursery) -> tuple[Tally, Replica]:
    """The whole run, with one replica that lives again and again."""
    database, random = f"sqlite:///{folder / 'accord.db'}", Random(run.events)  # noqa: S311
    async with flaky_slack(SHARES) as slack:
        company = await founded(database, slack)
        accord = Replica(surroundings(**environment(slack, database)), folder / "accord.log", nursery=nest)
        crowd = Crowd(company, [accord])
        each = run.events // len(company.plants)
        async with replicas(accord):
            acting = asyncio.create_task(crowd.act(events(company, plant, each) for plant in company.plants))
            for _ in range(run.kills):
                crowd.allow(run.events // (run.kills + 1))
                await asyncio.sleep(random.uniform(0.0, LONGEST))
                await accord.kill()
                await accord.start()
            crowd.allow(run.events)
            await acting
            await quiet(database, run.settle)
            await accord.terminate()
        return await tally(company, crowd.accepted), accord


@pytest.mark.timeout(240)
async def test_twenty_kills_while_a_thousand_things_are_done(tmp_path: Path, report: Report) -> None:
    async with nursery() as nest:
        found, accord = await killed(tmp_path, Run(1000, 20, settle=120), nest)
    report.say("F01", "SQLite", f"{accord.lives - 1} kills, {found}")
    assert found.clean, found
    assert found.events == 992


@pytest.mark.faults
@pytest.mark.timeout(3600)
async def test_two_hundred_kills_while_ten_thousand_things_are_done(tmp_path: Path, report: Report) -> None:
    async with nursery() as nest:
        found, accord = await killed(tmp_path, Run(10_000, 200, settle=900), nest)
    report.say("F01", "SQLite", f"{accord.lives - 1} kills, {found}")
    assert found.clean, found
