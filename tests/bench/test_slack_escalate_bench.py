"""A whole escalation by a press in Slack, against slack_bolt with five raw statements; and how long one press takes
alone and at 200 a second, against slack_bolt as it comes and with one INSERT."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.opening import migrate
from tests.bench.escalating import escalations
from tests.bench.load import Load, Request
from tests.bench.plants import Plant
from tests.bench.presses import Pressing, request
from tests.bench.serving import Served
from tests.bench.slack_load import send, send_at
from tests.bench.slack_presses import lanes
from tests.bench.slack_serving import serving
from tests.bench.table import Row, percentile, ratio, show
from tests.bench.test_slack_press_bench import prepared

AT_A_TIME, EACH, ROUNDS = 16, 30, 6
SINGLE = 200
RATE, SECONDS = 200.0, 10


def _databases(folder: Path, *names: str) -> list[str]:
    urls = [f"sqlite:///{folder / name}.db" for name in names]
    for url in urls:
        asyncio.run(asyncio.to_thread(migrate, url))
    return urls


def _escalations(plants: Sequence[Plant], number: int) -> list[list[Request]]:
    lanes = []
    for at, plant in enumerate(plants):
        drafts = escalations(plant, 1 + number * EACH)
        lanes.append([request(*next(drafts), f"bench-{at}/{number * EACH + turn}") for turn in range(EACH)])
    return lanes


def _measure(served: Served, requests: Sequence[Sequence[Request]]) -> tuple[float, float]:
    """Requests per second, and seconds of processor time for each."""
    before = served.cpu
    load = _answered(send(served.port, lanes(requests)), AT_A_TIME * EACH)
    return load.rate, (served.cpu - before) / (AT_A_TIME * EACH)


def _answered(load: Load, count: int) -> Load:
    assert load.answers == {"200 ": count}
    return load


@pytest.mark.bench
def test_a_whole_escalation_in_slack(tmp_path: Path) -> None:
    ours, floor = _databases(tmp_path, "ours", "floor")
    plants = asyncio.run(prepared(ours))
    with serving("accord", ours) as accord, serving("bolt-five", floor) as bolt:
        rounds = [
            (_measure(accord, _escalations(plants, number)), _measure(bolt, _escalations(plants, number)))
            for number in range(ROUNDS)
        ]
    rates, used = ([(one[at], other[at]) for one, other in rounds] for at in (0, 1))
    show(
        Row("/escalate in Slack : bolt + five raw statements", ratio(*zip(*rates, strict=True)), 0.3, 0.6),
        Row("the same, CPU", ratio(*zip(*used, strict=True)), 4, 2, at_most=True),
        Row("escalations/s in Slack", max(one for one, _ in rates)),
    )


@pytest.mark.bench
def test_one_press_alone_and_two_hundred_a_second(tmp_path: Path) -> None:
    ours, raw, stock = _databases(tmp_path, "ours", "raw", "stock")
    plants = asyncio.run(prepared(ours))
    alone: dict[str, Load] = {}
    crowded: dict[str, Load] = {}
    with (
        serving("accord", ours) as accord,
        serving("bolt", raw) as bolt,
        serving("bolt-as-it-comes", stock) as as_it_comes,
    ):
        pressing = Pressing(plants)
        for name, served in (("accord", accord), ("bolt", bolt), ("as it comes", as_it_comes)):
            requests = lanes(pressing.lanes(1, SINGLE, f"bench-press/alone/{name}"))
            alone[name] = _answered(send(served.port, requests), SINGLE)
        for name, served in (("accord", accord), ("bolt", bolt)):
            (events,) = lanes(pressing.lanes(1, int(RATE * SECONDS), f"bench-press/crowd/{name}"))
            crowded[name] = _answered(send_at(served.port, events, RATE), int(RATE * SECONDS))
    p50 = {name: percentile(load.took, 0.5) for name, load in alone.items()}
    p99 = {name: percentile(load.took, 0.99) for name, load in crowded.items()}
    show(
        Row("p50 one at a time : bolt as it comes", p50["accord"] / p50["as it comes"], 0.6, 0.35, at_most=True),
        Row("p50 of a press in Slack", p50["accord"] * 1000, unit=" ms"),
        Row("p99 at 200/s : bolt + one INSERT", p99["accord"] / p99["bolt"], 10, 4, at_most=True),
        Row("p99 of a press at 200/s", p99["accord"] * 1000, unit=" ms"),
        Row("the slowest press at 200/s", max(crowded["accord"].took) * 1000, 2500, at_most=True, unit=" ms"),
    )
