"""F10: deadlines that pass while Accord is down are acted on within 15 s of its being ready, each once, none early."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from flows.people import Person
from storage.store import Cause, Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.faults.rig.crowd import WIRE
from tests.faults.rig.nursery import nursery
from tests.faults.rig.replicas import Replica, surroundings
from tests.postgres import Postgres
from tests.storage.clerk import JAN, PROJECT, escalation, raw_sql

DEADLINES, TO_COME = 50, 10
"""That pass while it is down, and that do not, each time."""
DOWN = timedelta(minutes=1)
IN_TIME = 15.0
MOVES = "SELECT record_id FROM audit WHERE kind = 'escalation' AND version > 1"
DOUBLED = "SELECT key FROM web_message GROUP BY key HAVING count(*) > 1"


async def put(database: str, now: datetime, first: int) -> None:
    """Escalations with the numbers from `first` on, as if it had been down: most ended half-way through that time."""

    def work(records: Transaction) -> None:
        for person in ("maria", "eva"):
            records.people.put(Person(person, person.title(), zone="Europe/Warsaw"))
        records.people.put(JAN)
        records.projects.put(PROJECT)
        for number in range(first, first + DEADLINES + TO_COME):
            due = now - DOWN / 2 if number < first + DEADLINES else now + timedelta(days=30)
            made = escalation(number, due - timedelta(hours=8), due_at=due)
            records.escalations.put(replace(made, until=due, rang_at=due))

    store = await Store.open(database, WIRE)
    await store.run(LOCAL, Cause("jan", "Begin", now), work)
    await store.close()


async def moved(database: str, wanted: int) -> float:
    """Seconds until so many escalations have moved."""
    begun = monotonic()
    while (count := len(await asyncio.to_thread(raw_sql, database, MOVES))) < wanted:
        assert monotonic() < begun + 60, f"only {count} of {wanted} moved"
        await asyncio.sleep(0.05)
    return monotonic() - begun


@dataclass(frozen=True)
class Found:
    """Of so many deadlines; and the seconds from ready to the last of each time."""

    deadlines: int
    missed: int
    early: int
    twice: int
    doubled: int
    took: list[float]

    def __str__(self) -> str:
        counts = f"{self.missed} missed, {self.early} early, {self.twice} twice, {self.doubled} lines doubled"
        passed = f"{len(self.took)} restarts, {self.deadlines} deadlines while down"
        return f"{passed}: {counts}; the last {max(self.took):.1f} s after it was ready"


async def restarted(database: str, folder: Path, times: int) -> Found:
    """Is killed and started so often; before each start deadlines have passed."""
    took: list[float] = []
    each = DEADLINES + TO_COME
    async with nursery() as nest:
        accord = Replica(surroundings(ACCORD_DATABASE=database), folder / "accord.log", nursery=nest)
        for number in range(times):
            await put(database, datetime.now(UTC), number * each)
            await accord.start()
            took.append(await moved(database, DEADLINES * (number + 1)))
            await asyncio.sleep(0.3)  # whoever does it once more does it now
            await accord.kill()
    moves = Counter(str(record) for (record,) in await asyncio.to_thread(raw_sql, database, MOVES))
    doubled = len(await asyncio.to_thread(raw_sql, database, DOUBLED))
    early = sum(int(record.rpartition("-")[2]) % each >= DEADLINES for record in moves)
    often = Counter(moves.values())
    missed = times * DEADLINES - often[1]
    return Found(times * DEADLINES, missed, early, often.total() - often[1], doubled, took)


def fair(found: Found) -> bool:
    """None was missed, early or carried out twice."""
    return not (found.missed or found.early or found.twice or found.doubled)


@pytest.mark.timeout(180)
async def test_f10_deadlines_pass_twice_while_it_is_down(postgres: Postgres, tmp_path: Path, report: Report) -> None:
    with postgres.database_with_tables() as database:
        found = await restarted(database, tmp_path, 2)
    report.say("F10", "PostgreSQL", str(found))
    assert fair(found), found


@pytest.mark.faults
@pytest.mark.timeout(3600)
async def test_deadlines_pass_while_it_is_down(database_url: str, tmp_path: Path, report: Report) -> None:
    found = await restarted(database_url, tmp_path, 200)
    report.say("F10", database_url.partition(":")[0], str(found))
    assert fair(found), found
    assert max(found.took) <= IN_TIME
