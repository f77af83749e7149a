"""F21: the primary dies under load and a streaming standby takes its place: writes go on without a restart, 0 lost.

No acknowledged commit can be missing on the standby only where the primary waits for it, as it does here; see
docs/operations.md.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from urllib.parse import quote, urlsplit

import pytest

from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.databases import CrashingPostgres, crashing_postgres
from tests.faults.rig.nursery import nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import environment, flaky_slack
from tests.faults.rig.standby import Standby, standby
from tests.faults.rig.tally import Tally, quiet, tally
from tests.faults.test_f21_fail_over import RESUMED, Road

EVENTS = 480


@dataclass(frozen=True)
class Ended:
    """`resumed`: seconds from the death of the primary until an event was accepted again; `answers`: by status."""

    found: Tally
    resumed: float
    answers: Counter[int]
    lives: int


@pytest.fixture
def pair() -> Iterator[tuple[CrashingPostgres, Standby]]:
    """A primary and its standby, which nobody else uses."""
    with crashing_postgres() as primary, standby(primary) as second:
        yield primary, second


async def failed_over(primary: CrashingPostgres, second: Standby, folder: Path) -> Ended:
    """Half of the events, then the primary's death in the middle of others, then the rest."""
    road = Road(str(Path(str(primary.server.get_postmaster_info().socket_dir)) / ".s.PGSQL.5432"))
    with primary.databases.fresh_database() as database:
        name = urlsplit(database).path.lstrip("/")
        async with road.open(), flaky_slack() as slack, nursery() as nest:
            company = await founded(database, slack)
            settings = surroundings(**environment(slack, f"postgresql://postgres@127.0.0.1:{road.port}/{name}"))
            both = [Replica(settings, folder / f"{each}.log", nursery=nest) for each in ("one", "other")]
            crowd = Crowd(company, both)
            each = EVENTS // len(company.plants)
            async with replicas(*both):
                acting = asyncio.create_task(crowd.act(events(company, plant, each) for plant in company.plants))
                crowd.allow(EVENTS // 2)
                while len(crowd.accepted) < EVENTS // 3:
                    await asyncio.sleep(0.01)
                crowd.allow(EVENTS)
                begun = monotonic()
                await asyncio.to_thread(primary.stop)
                road.cut()
                before = len(crowd.accepted)
                await asyncio.to_thread(second.promote)
                road.target = second.socket
                while len(crowd.accepted) <= before:
                    assert monotonic() < begun + RESUMED, both[0].last_words()
                    await asyncio.sleep(0.01)
                resumed = monotonic() - begun
                await acting
                there = f"postgresql://postgres@/{name}?host={quote(str(second.door))}"
                await quiet(there, 120)
                for replica in both:
                    await replica.terminate()
            found = await tally(replace(company, database=there), crowd.accepted)
            await asyncio.to_thread(second.leave)
    return Ended(found, resumed, crowd.answers, sum(each.lives for each in both))


@pytest.mark.faults
@pytest.mark.timeout(300)
async def test_a_standby_takes_over_under_load(
    pair: tuple[CrashingPostgres, Standby], tmp_path: Path, report: Report
) -> None:
    ended = await failed_over(*pair, tmp_path)
    told = f"a streaming standby takes over: an event accepted again {ended.resumed:.1f} s after the primary's death"
    report.say("F21", "PostgreSQL", f"{told}, {ended.found}; answers {dict(ended.answers)}")
    assert ended.found.clean, ended.found
    assert ended.found.events == EVENTS
    assert ended.lives == 2, "nobody was restarted"
    assert set(ended.answers) <= {200, 503, 0}
