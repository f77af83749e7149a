"""F24: a disk that is full under a live process. In one process, with every kind of request, it is told in
tests/stories/test_bad_input_full_disk.py."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import ClientSession

from tests.faults.report import Report
from tests.faults.rig.databases import small_disk
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.stories.chat import running

SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
WITHOUT_ROOT = "to mount a small disk needs root; in one process it is tests/stories/test_bad_input_full_disk.py"
SOON = 5.0
"""Seconds until it takes changes again once there is room."""


async def say(session: ClientSession, url: str, number: int) -> int:
    """Maria says something long in the channel; the status of the answer."""
    body = {"as": "maria", "event_id": f"e{number}", "text": f"{number} " + "x" * 7000, "channel": "#line3-mes"}
    async with session.post(f"{url}/local/say", json=body, headers={"Origin": url}) as answer:
        return answer.status


async def readiness(session: ClientSession, url: str) -> tuple[int, list[str]]:
    async with session.get(f"{url}/readyz") as answer:
        found: list[str] = json.loads(await answer.text())["problems"]
        return answer.status, found


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.skipif(os.geteuid() != 0, reason=WITHOUT_ROOT)
async def test_a_full_disk_is_told_and_passes_without_a_restart(tmp_path: Path, report: Report) -> None:
    with small_disk(tmp_path / "disk", megabytes=8) as disk:
        database = f"sqlite:///{disk / 'accord.db'}"
        async with running(database) as bot:
            await bot.load(SAMPLE)
        accord = Replica(surroundings(ACCORD_DATABASE=database), tmp_path / "accord.log")
        async with replicas(accord), ClientSession(cookies={"accord_person": "maria"}) as session:
            (disk / "other").write_bytes(b"x" * 3 * 2**20)
            told = 0
            while (status := await say(session, accord.url, told)) == 200:
                told += 1
            assert status == 503
            code, problems = await readiness(session, accord.url)
            assert (code, any("disk" in problem for problem in problems)) == (503, True), problems
            async with session.get(f"{accord.url}/local/maria/c/line3-mes") as page:
                assert page.status == 200
            (disk / "other").unlink()
            began = monotonic()
            while (await readiness(session, accord.url))[0] != 200:
                assert monotonic() - began < SOON, await readiness(session, accord.url)
                await asyncio.sleep(0.1)
            took = monotonic() - began
            assert await say(session, accord.url, told) == 200
            await accord.terminate()
        with sqlite3.connect(disk / "accord.db") as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = raw.execute("SELECT count(*) FROM web_message WHERE author = 'maria'").fetchone()[0]
        raw.close()
    assert kept == told + 1
    report.say("F24", "SQLite", f"{told} messages until the disk was full, 503 then, ready {took:.1f} s after, 0 lost")
