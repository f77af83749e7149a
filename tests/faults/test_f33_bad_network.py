"""F33: the way to Slack is slow, narrow and breaks: people are answered as ever, and what is sent comes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.plants import founded
from tests.faults.rig.proxy import Proxy, Weather
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.tally import quiet, tally

WEATHERS = {
    "two seconds late": Weather(delay=2.0),
    "1 % broken off": Weather(lost=0.005, unheard=0.005),
    "56 kbit/s": Weather(bits=56_000),
}
ACK, DELIVERY = 0.5, 10.0
"""Seconds that 99 of 100 answers and messages may take; answers longer where they do in fair weather, too."""
EVENTS, A_SECOND = 160, 4


async def paced(crowd: Crowd, count: int) -> None:
    """So many events, a few in each second."""
    for _ in range(count // A_SECOND):
        crowd.allow(A_SECOND)
        await asyncio.sleep(1)


def p99(took: list[float]) -> float:
    """Seconds within which 99 of 100 were answered."""
    return sorted(took)[int(len(took) * 0.99)]


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("named", WEATHERS)
async def test_a_bad_way_to_slack(named: str, tmp_path: Path, report: Report) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with flaky_slack() as slack:
        company = await founded(database, slack)
        way = Proxy(("127.0.0.1", int(slack.url.rpartition(":")[2])))
        await way.open()
        accord = Replica(surroundings(**environment(slack, database, way.url)), tmp_path / "accord.log")
        crowd = Crowd(company, [accord])
        async with replicas(accord):
            acting = asyncio.create_task(crowd.act(events(company, plant, 10) for plant in company.plants))
            await paced(crowd, EVENTS // 2)
            fair = p99(crowd.took)
            crowd.took.clear()
            way.weather = WEATHERS[named]
            await paced(crowd, EVENTS // 2)
            await acting
            await quiet(database, 120)
            way.weather = Weather()
            await accord.terminate()
        await way.close()
        found = await tally(company, crowd.accepted)
    ack = p99(crowd.took)
    told = f"{named}: answered within {ack * 1000:.0f} ms (fair: {fair * 1000:.0f} ms), {found}"
    report.say("F33", "SQLite", told)
    assert found.clean, found
    assert ack <= max(ACK, 3 * fair)
    assert found.p99 <= DELIVERY
