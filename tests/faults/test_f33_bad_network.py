"""F33: the way to Slack is slow, narrow and breaks: people are answered as ever, and what is sent comes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.plants import founded
from tests.faults.rig.proxy import Proxy, Weather
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import Tally, quiet, tally
from tests.postgres import Postgres

WEATHERS = {
    "two seconds late": Weather(delay=2.0),
    "1 % broken off": Weather(lost=0.005, unheard=0.005),
    "56 kbit/s": Weather(bits=56_000),
}
ALL_AT_ONCE = Weather(delay=0.3, bits=56_000, lost=0.03, unheard=0.03)
ACK, DELIVERY = 0.5, 10.0
"""Seconds that 99 of 100 answers and messages may take; answers longer where they do in fair weather, too."""


async def paced(crowd: Crowd, count: int, a_second: int) -> None:
    """So many events, a few in each second."""
    for _ in range(count // a_second):
        crowd.allow(a_second)
        await asyncio.sleep(1)


def p99(took: list[float]) -> float:
    """Seconds within which 99 of 100 were answered; 0 where nobody was asked yet."""
    return sorted(took)[int(len(took) * 0.99)] if took else 0.0


@dataclass(frozen=True)
class Run:
    """So many events, half of them in fair weather; a few of them in each second."""

    weather: Weather
    plants: int
    events: int
    a_second: int


async def weathered(database: str, folder: Path, run: Run) -> tuple[Tally, float, float]:
    """The whole run; seconds in which 99 of 100 people are answered in fair weather, and in the other."""
    async with flaky_slack() as slack:
        company = await founded(database, slack, run.plants)
        way = Proxy(("127.0.0.1", int(slack.url.rpartition(":")[2])))
        await way.open()
        accord = Replica(surroundings(**environment(slack, database, way.url)), folder / "accord.log")
        crowd, each = Crowd(company, [accord]), run.events // run.plants
        async with replicas(accord):
            acting = asyncio.create_task(crowd.act(events(company, plant, each) for plant in company.plants))
            await paced(crowd, run.events // 2, run.a_second)
            fair = p99(crowd.took)
            crowd.took.clear()
            way.weather = run.weather
            await paced(crowd, run.events // 2, run.a_second)
            await acting
            await quiet(database, 120)
            way.weather = Weather()
            await accord.terminate()
        await way.close()
        return await tally(company, crowd.accepted), fair, p99(crowd.took)


@pytest.mark.timeout(240)
async def test_f33_slow_narrow_and_broken_at_once(postgres: Postgres, tmp_path: Path, report: Report) -> None:
    with postgres.database_with_tables() as database:
        found, _, _ = await weathered(database, tmp_path, Run(ALL_AT_ONCE, plants=4, events=16, a_second=8))
    report.say("F33", "PostgreSQL", f"all at once: {found}")
    assert found.clean, found
    assert found.events == 16


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("named", WEATHERS)
async def test_a_bad_way_to_slack(named: str, database_url: str, tmp_path: Path, report: Report) -> None:
    found, fair, ack = await weathered(database_url, tmp_path, Run(WEATHERS[named], plants=16, events=160, a_second=4))
    told = f"{named}: answered within {ack * 1000:.0f} ms (fair: {fair * 1000:.0f} ms), {found}"
    report.say("F33", database_url.partition(":")[0], told)
    assert found.clean, found
    assert ack <= max(ACK, 3 * fair)
    assert found.p99 <= DELIVERY
