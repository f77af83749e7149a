"""Slack's answers while Teams is busy, in one process with both; and how long a turn in Teams takes at 25 a second."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bench import slack_load, teams_load
from tests.bench.load import Load
from tests.bench.presses import Pressing
from tests.bench.slack_presses import lanes
from tests.bench.table import Row, percentile, show
from tests.bench.teams_serving import TeamsServed, serving
from tests.bench.test_slack_press_bench import prepared

SECONDS = 10
IN_SLACK, IN_TEAMS, ORDINARY = 50.0, 100.0, 25.0


def _slack(to: TeamsServed, pressing: Pressing, run: str) -> Load:
    count = int(IN_SLACK * SECONDS)
    (events,) = lanes(pressing.lanes(1, count, f"slack/{run}"))
    load = slack_load.send_at(to.served.port, events, IN_SLACK)
    assert load.answers == {"200 ": count}
    return load


def _teams(to: TeamsServed, pressing: Pressing, run: str, rate: float) -> Load:
    count = int(rate * SECONDS)
    (requests,) = pressing.lanes(1, count, f"teams/{run}")
    load = teams_load.send_at(to, requests, rate)
    assert load.answers == {'200 {"statusCode": 200': count}
    return load


@pytest.mark.bench
def test_slack_while_teams_is_busy(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'both.db'}"
    plants = asyncio.run(prepared(database))
    half = len(plants) // 2
    slack, teams = Pressing(plants[:half]), Pressing(plants[half:])
    with serving("both", database) as both:
        ordinary = _teams(both, teams, "ordinary", ORDINARY)
        alone = _slack(both, slack, "alone")
        with ThreadPoolExecutor() as threads:
            busy = threads.submit(_teams, both, teams, "busy", IN_TEAMS)
            beside = _slack(both, slack, "beside")
            busy.result()
    p99 = percentile(alone.took, 0.99), percentile(beside.took, 0.99)
    show(
        Row("teams turn p99 at 25/s", percentile(ordinary.took, 0.99) * 1000, 500, at_most=True, unit=" ms"),
        Row("slack p99 while 100 Teams activities/s arrive : without", p99[1] / p99[0], 3, 1.5, at_most=True),
        Row("slack p99 at 50/s, alone", p99[0] * 1000, unit=" ms"),
        Row("slack p99 at 50/s, Teams busy", p99[1] * 1000, unit=" ms"),
    )
