"""Acknowledgements while 50 signed requests a second arrive and Slack's Web API is slow, or takes nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from tests.bench.plants import Plant
from tests.bench.presses import Pressing
from tests.bench.slack_load import send_at
from tests.bench.slack_presses import payload
from tests.bench.slack_serving import serving, user_of
from tests.bench.table import Row, percentile, show
from tests.bench.test_slack_press_bench import prepared

RATE, SECONDS = 50.0, 20
WORDS = cycle(("/align", "help", "/align questions", "/align status", "/align escalations"))


@contextmanager
def slack_in_trouble(mode: str) -> Iterator[str]:
    """Its address."""
    program = Path(__file__).with_name("slow_slack.py")
    with subprocess.Popen([sys.executable, str(program), mode], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}/api/"
        finally:
            server.kill()


def said(person: str, number: int, words: str) -> str:
    """Something typed in the direct messages."""
    event = {
        "type": "message",
        "channel": "D0BENCH",
        "channel_type": "im",
        "user": user_of(person),
        "text": words,
        "ts": f"1801468801.{number:06}",
    }
    granted = [{"enterprise_id": None, "team_id": "T0BENCH", "user_id": "U0BENCH", "is_bot": True}]
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": "T0BENCH",
            "event_id": f"Ev{number:09}",
            "event_time": 1801468801,
            "authorizations": granted,
            "event": event,
        }
    )


def events(plants: list[Plant]) -> list[str]:
    """Words that are answered by the Web API, and presses whose cards it is to redraw, from everybody in turn."""
    count = int(RATE * SECONDS)
    presses = [request for lane in Pressing(plants).lanes(1, count // 2, "bench-ack") for request in lane]
    typed = (said(person, number, next(WORDS)) for number, (_, person, _) in enumerate(presses))
    return [each for pair in zip(map(payload, presses), typed, strict=True) for each in pair]


@pytest.mark.bench
@pytest.mark.parametrize("mode", ["slow", "throttling"])
def test_acknowledgements_while_slack_is_in_trouble(mode: str, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'bench.db'}"
    plants = asyncio.run(prepared(database))
    with slack_in_trouble(mode) as url, serving("accord-delivering", database, url) as accord:
        load = send_at(accord.port, events(plants), RATE)
    assert load.answers == {"200 ": int(RATE * SECONDS)}
    show(
        Row(f"ack while Slack is {mode}: p50", percentile(load.took, 0.5) * 1000, unit=" ms"),
        Row(f"ack while Slack is {mode}: p99", percentile(load.took, 0.99) * 1000, 500, 100, at_most=True, unit=" ms"),
        Row(f"ack while Slack is {mode}: the slowest", max(load.took) * 1000, 2500, 500, at_most=True, unit=" ms"),
    )
