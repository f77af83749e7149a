"""The served process itself: how soon it is ready, and how much memory it takes."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from urllib.error import URLError

import psutil
import pytest

from flows.questionnaires.answers import Stance
from flows.questionnaires.commands import TakeStance
from tests.bench.load import Request, send
from tests.bench.presses import RISKS, request
from tests.bench.table import Row, show

SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
SDKS = "slack_bolt, slack_bolt.async_app, botbuilder.core, aiohttp.web, sqlmodel, apscheduler"
PEOPLE = {"leadership": "adam", "operations": "maria", "it": "tomasz", "maintenance": "pawel", "finance": "katarzyna"}
PRESSES, STEP = 20_000, 2_000
RESTARTS = 3


@dataclass(frozen=True)
class Running:
    """A served process. `ready_after`: seconds from its start to the first 200 of /readyz."""

    port: int
    process: psutil.Process
    ready_after: float


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """`python -m bot serve` as people run it, with the sample."""
    port = _free_port()
    environment = {
        **os.environ, "ACCORD_DATABASE": f"sqlite:///{folder / 'accord.db'}", "ACCORD_PORT": str(port),
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "serve", "--sample", str(SAMPLE)]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _wait_for(port, process)
        yield Running(port, psutil.Process(process.pid), time.perf_counter() - started)
        process.terminate()
        assert process.wait(30) == 0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise AssertionError("the process did not become ready")


@pytest.mark.bench
def test_start_to_ready(tmp_path: Path) -> None:
    new, existing = [], []
    for number in range(RESTARTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        with running(folder) as first:
            new.append(first.ready_after)
        with running(folder) as again:
            existing.append(again.ready_after)
    show(
        Row("start to ready, new database with the sample", median(new), 3, at_most=True, unit=" s"),
        Row("start to ready, existing database", median(existing), 3, at_most=True, unit=" s"),
    )


def _memory(process: psutil.Process) -> float:
    """MiB that only this process holds, and what it shares."""
    return float(process.memory_info().rss) / 2**20


def _floor() -> float:
    """A process that only imports what Accord is built on."""
    waiting = f"import {SDKS}, sys; print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        assert process.stdout.readline() == b"ready\n"
        memory = _memory(psutil.Process(process.pid))
        process.stdin.close()
        return memory


def _presses(numbers: Iterator[int]) -> list[list[Request]]:
    seats = list(PEOPLE.items())
    lanes: list[list[Request]] = [[] for _ in range(16)]
    stances = (Stance.ACCEPTABLE, Stance.NOT_ACCEPTABLE, Stance.ACCEPTABLE_IF)
    for _ in range(STEP):
        number = next(numbers)
        function, person = seats[number % len(seats)]
        turn = number // len(seats)
        stance = stances[turn // len(RISKS) % len(stances)]
        command = TakeStance(f"line3-mes/1/{function}", RISKS[turn % len(RISKS)], stance)
        lanes[number % len(seats)].append(request(person, command, f"memory-{number}"))
    return [lane for lane in lanes if lane]


@pytest.mark.bench
def test_memory_idle_and_after_many_presses(tmp_path: Path) -> None:
    floor = _floor()
    with running(tmp_path) as served:
        time.sleep(5)
        idle = _memory(served.process)
        numbers = count()
        for _ in range(PRESSES // STEP):
            load = send(served.port, _presses(numbers))
            assert load.answers == {'200 {"kind": "none"': STEP}
        time.sleep(5)
        after = _memory(served.process)
    assert asyncio.run(_taken(tmp_path)) == PRESSES
    show(
        Row("idle memory : the imports alone", idle / floor, 1.5, 1.2, at_most=True),
        Row(f"memory after {PRESSES:,} presses : idle", after / idle, 1.15, 1.05, at_most=True),
        Row("idle memory", idle, unit=" MiB"),
        Row("memory of the imports alone", floor, unit=" MiB"),
    )


async def _taken(folder: Path) -> int:
    from sqlalchemy import func, select

    from storage.statements import fixed
    from storage.tables import table
    from tests.bench.floor import floor_store

    audit = table("audit")
    taken = select(func.count()).where(audit.c.command == fixed("TakeStance"))
    store = await floor_store(f"sqlite:///{folder / 'accord.db'}")
    found = await store.look(lambda connection: int(connection.rows(taken, {})[0][0]))
    await store.close()
    return found
