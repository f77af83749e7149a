"""F31: a hundred thousand requests leave no memory, no files and no connections behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import psutil
import pytest

from flows.escalations.commands import Acknowledge
from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, Event
from tests.faults.rig.plants import Company, founded
from tests.faults.rig.proxy import Proxy
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.postgres import Postgres

LANES = 16
MEGABYTE = 2**20
GROWTH = 20 * MEGABYTE


@dataclass(frozen=True)
class Held:
    """What a process holds: bytes of memory, files and sockets; and the connections to Slack it has ever made."""

    memory: int
    files: int
    connections: int


def lanes(company: Company, count: int) -> list[list[Event]]:
    """So many presses in all, each of a button whose escalation is not there: it is answered, and nothing changes."""
    people = cycle(list(company.users))
    each = count // LANES
    return [
        [
            Event(f"leak/{lane}/{number}", next(people), Acknowledge(f"plant0/E-{lane * each + number + 1}", 0))
            for number in range(each)
        ]
        for lane in range(LANES)
    ]


async def calm(process: psutil.Process, files: int) -> None:
    """Until what is shown beside is shown, and no more files are open than `files` and a few; for a minute at most."""
    await asyncio.sleep(2)
    with suppress(TimeoutError):
        async with asyncio.timeout(60):
            while files and process.num_fds() > files + LANES:
                await asyncio.sleep(0.5)


async def leaked(database: str, folder: Path, warm: int, count: int) -> tuple[Held, Held]:
    """What it holds after the first `warm` presses, and after `count` more."""
    async with flaky_slack() as slack:
        company = await founded(database, slack, plants=4)
        way = Proxy(("127.0.0.1", int(slack.url.rpartition(":")[2])))
        await way.open()
        accord = Replica(surroundings(**environment(slack, database, way.url)), folder / "accord.log")
        async with replicas(accord):
            held: list[Held] = []
            for presses in (warm, count):
                crowd = Crowd(company, [accord])
                crowd.allow(presses)
                await crowd.act(lanes(company, presses))
                process = psutil.Process(accord.pid)
                await calm(process, held[0].files if held else 0)
                held.append(Held(process.memory_info().rss, process.num_fds(), way.accepted))
                for kept in (slack.calls, slack.response_urls, slack.triggers.given):
                    kept.clear()
            await accord.terminate()
        await way.close()
    return held[0], held[1]


async def leaves_nothing(database: str, folder: Path, count: int, report: Report) -> None:
    """After a warm-up, so many presses."""
    before, after = await leaked(database, folder, count // 10, count)
    grown, files = (after.memory - before.memory) / MEGABYTE, after.files - before.files
    made = after.connections - before.connections
    told = f"{count} presses: {grown:+.1f} MB, {files:+d} files, {made} new connections to Slack"
    report.say("F31", database.partition(":")[0], told)
    assert after.memory - before.memory <= GROWTH
    assert files <= LANES
    assert made <= 4 * LANES + count // 100  # those that were open are closed while nobody needs them


@pytest.mark.timeout(180)
async def test_f31_some_hundred_presses_leave_nothing_behind(
    postgres: Postgres, tmp_path: Path, report: Report
) -> None:
    with postgres.database_with_tables() as database:
        await leaves_nothing(database, tmp_path, 320, report)


@pytest.mark.faults
@pytest.mark.timeout(3600)
async def test_nothing_is_left_behind(database_url: str, tmp_path: Path, report: Report) -> None:
    await leaves_nothing(database_url, tmp_path, 100_000, report)
