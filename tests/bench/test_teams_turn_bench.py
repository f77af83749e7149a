"""A turn in Teams with a token check and a commit, against botbuilder's CloudAdapter with neither."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench.presses import Pressing
from tests.bench.table import Row, percentile, ratio, show
from tests.bench.teams_load import send
from tests.bench.teams_serving import serving
from tests.bench.test_slack_press_bench import prepared

AT_A_TIME = 16
WARM, TURNS, STOCK, MEMORY, ROUNDS = 80, 480, 80, 2000, 4


@pytest.mark.bench
def test_a_turn_in_teams_that_is_checked_and_committed(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'ours.db'}"
    pressing = Pressing(asyncio.run(prepared(database)))
    with serving("accord", database) as ours, serving("stock", database) as stock:
        for side in (ours, stock):
            send(side, pressing.lanes(AT_A_TIME, WARM, "warm"))
        rates, least, took = list[float](), list[float](), list[float]()
        for number in range(ROUNDS):
            load = send(ours, pressing.lanes(AT_A_TIME, TURNS, f"teams/{number}"))
            assert load.answers == {'200 {"statusCode": 200': TURNS}
            rates.append(load.rate)
            took += load.took
            least.append(send(stock, pressing.lanes(AT_A_TIME, STOCK, f"stock/{number}")).rate)
        before = ours.served.process.memory_info().rss
        send(ours, pressing.lanes(AT_A_TIME, MEMORY, "memory"))
        grown = (ours.served.process.memory_info().rss - before) / 2**20
    show(
        Row("teams turn, checked and committed : stock CloudAdapter", ratio(rates, least), 5, 12),
        Row("teams turns/s", max(rates)),
        Row("stock CloudAdapter: turns/s", max(least)),
        Row("teams turn p99, 16 at a time", percentile(took, 0.99) * 1000, 500, at_most=True, unit=" ms"),
        Row("memory after 2,000 turns more", grown, 5, at_most=True, unit=" MiB"),
    )
