"""One company sends 200 /escalate a second; acknowledgements of another one, meanwhile and without (A38)."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.projects.records import EscalationLimits
from tests.bench.load import Load
from tests.bench.neighbours import flood, sent, two_companies
from tests.bench.presses import Pressing
from tests.bench.serving import Served
from tests.bench.slack_load import send_at
from tests.bench.slack_presses import lanes
from tests.bench.slack_serving import serving
from tests.bench.table import Row, percentile, show
from tests.bench.test_slack_ack_bench import slack_in_trouble

FLOOD, ORDINARY, SECONDS = 200.0, 25.0, 20


def _work(accord: Served, pressing: Pressing, run: str) -> Load:
    count = int(ORDINARY * SECONDS)
    (events,) = lanes(pressing.lanes(1, count, f"slack/{run}"))
    load = send_at(accord.port, events, ORDINARY)
    assert load.answers == {"200 ": count}
    return load


@pytest.mark.bench
def test_a_flood_of_escalations_in_another_company(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'two.db'}"
    quiet, flooded = asyncio.run(two_companies(database))
    pressing, floods = Pressing(quiet), flood(flooded, int(FLOOD * SECONDS))
    with slack_in_trouble("slow") as url, serving("accord-for-two", database, url) as accord:
        alone = _work(accord, pressing, "alone")
        with ThreadPoolExecutor() as threads:
            busy = threads.submit(send_at, accord.port, floods, FLOOD)
            beside = _work(accord, pressing, "beside")
        refused = busy.result()
    p99 = percentile(beside.took, 0.99) * 1000
    show(
        Row("ack p99 while another company sends 200 /escalate a second", p99, 500, 100, at_most=True, unit=" ms"),
        Row("the same without", percentile(alone.took, 0.99) * 1000, unit=" ms"),
        Row("the slowest ack beside the flood", max(beside.took) * 1000, 2500, 500, at_most=True, unit=" ms"),
        Row("ack p99 in the flood itself", percentile(refused.took, 0.99) * 1000, unit=" ms"),
    )
    assert all(answer.startswith("200 ") for answer in refused.answers), refused.answers
    assert asyncio.run(sent(database)) == EscalationLimits().of_a_project_a_day, "the rest was refused, politely"
