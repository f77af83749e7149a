"""How much memory Accord takes behind Slack's door: idle, against its imports, and after 20,000 presses."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.bench.presses import Pressing
from tests.bench.slack_load import send
from tests.bench.slack_presses import lanes
from tests.bench.slack_serving import serving
from tests.bench.table import Row, show
from tests.bench.test_process_bench import SDKS
from tests.bench.test_slack_press_bench import prepared

PRESSES, STEP, WIDTH = 20_000, 2_000, 16


def _memory(process: psutil.Process) -> float:
    """MiB resident."""
    return float(process.memory_info().rss) / 2**20


def _imports() -> float:
    """MiB of a process that has only imported the SDKs."""
    program = f"import {SDKS}, sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = _memory(psutil.Process(process.pid))
        process.communicate()
    return found


@pytest.mark.bench
def test_memory_behind_slacks_door(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'bench.db'}"
    pressing = Pressing(asyncio.run(prepared(database)))
    with serving("accord", database) as accord:
        idle = _memory(accord.process)
        for number in range(PRESSES // STEP):
            load = send(accord.port, lanes(pressing.lanes(WIDTH, STEP, f"bench-memory/{number}")))
            assert load.answers == {"200 ": STEP}
        after = _memory(accord.process)
    show(
        Row("slack: idle memory : the imports alone", idle / _imports(), 1.5, 1.2, at_most=True),
        Row("slack: memory after 20,000 presses : idle", after / idle, 1.15, 1.05, at_most=True),
        Row("slack: idle memory", idle, unit=" MiB"),
    )
