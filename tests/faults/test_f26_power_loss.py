"""F26: what is confirmed is on disk before it is confirmed, or Accord does not start."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import psycopg
import pytest
from aiohttp import ClientSession

from storage.errors import StoreRefused
from storage.opening import migrate, open_database
from storage.sqlite import connect
from storage.sqlite_file import check_durable
from tests.faults.report import Report
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.postgres import Postgres
from tests.stories.chat import running

SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
PRESSES = 20
WITHOUT_STRACE = "only strace sees the system calls of a live process; that its settings are durable is shown above"


@pytest.mark.parametrize("pragma", ["synchronous=OFF", "synchronous=NORMAL", "journal_mode=DELETE"])
def test_a_sqlite_that_does_not_wait_for_its_disk_is_refused(tmp_path: Path, pragma: str) -> None:
    file = tmp_path / "accord.db"
    raw = connect(str(file))
    check_durable(file, raw)
    raw.execute(f"PRAGMA {pragma}")
    with pytest.raises(StoreRefused, match="may lose what it has confirmed"):
        check_durable(file, raw)
    raw.close()


def test_a_server_that_does_not_wait_for_its_disk_is_refused(postgres: Postgres) -> None:
    with postgres.fresh_database() as url:
        migrate(url)
        with psycopg.connect(url, autocommit=True) as server:
            name = server.info.dbname
            server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
        with pytest.raises(StoreRefused, match="Please set synchronous_commit and fsync to on"):
            open_database(url)


@pytest.mark.faults
@pytest.mark.skipif(shutil.which("strace") is None, reason=WITHOUT_STRACE)
async def test_every_answer_is_behind_its_write(tmp_path: Path, report: Report) -> None:
    """The system calls of a live process: between a request and its 200 there is an fdatasync."""
    database, trace = f"sqlite:///{tmp_path / 'accord.db'}", tmp_path / "trace"
    async with running(database) as bot:
        await bot.load(SAMPLE)
    accord = Replica(surroundings(ACCORD_DATABASE=database), tmp_path / "accord.log")
    async with replicas(accord), ClientSession(cookies={"accord_person": "maria"}) as session:
        watched = await asyncio.create_subprocess_exec(
            *("strace", "-f", "-qq", "-e", "trace=fdatasync,fsync,sendto,sendmsg,write", "-o", str(trace)),
            *("-p", str(accord.pid)),
        )
        await asyncio.sleep(1)
        for number in range(PRESSES):
            body = {"as": "maria", "event_id": f"e{number}", "text": "/align away 2026-12-24", "channel": None}
            async with session.post(f"{accord.url}/local/say", json=body, headers={"Origin": accord.url}) as answer:
                assert answer.status == 200
        watched.terminate()
        await watched.wait()
    synced = answered = 0
    for line in (await asyncio.to_thread(trace.read_text, errors="replace")).splitlines():
        if re.search(r"\b(fdatasync|fsync)\(", line):
            synced += 1
        elif "HTTP/1.1 200" in line:
            answered += 1
            assert synced >= answered, f"answer {answered} went before its write"
    assert answered == PRESSES
    report.say("F26", "SQLite", f"{answered} answers, {synced} writes to disk, each before its answer")
