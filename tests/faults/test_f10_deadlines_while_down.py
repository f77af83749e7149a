"""F10: deadlines that pass while Accord is down are acted on within 15 s of its being ready, each once, none early."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from flows.people import Person
from storage.store import Cause, Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.faults.rig.clocks import LiveClock
from tests.faults.rig.crowd import WIRE
from tests.faults.rig.replicas import Replica, surroundings
from tests.storage.clerk import JAN, PROJECT, escalation, raw_sql
from tests.tables import lay_tables

DEADLINES, TO_COME = 50, 10
"""That pass while it is down, and that do not, each time."""
DOWN = timedelta(minutes=1)
IN_TIME = 15.0
MOVES = "SELECT record_id FROM audit WHERE kind = 'escalation' AND version > 1"
DOUBLED = "SELECT key FROM web_message GROUP BY key HAVING count(*) > 1"


async def put(database: str, now: datetime, first: int) -> None:
    """Escalations with the numbers from `first` on: most end half-way through the time that it is down."""

    def work(records: Transaction) -> None:
        for person in ("maria", "eva"):
            records.people.put(Person(person, person.title(), zone="Europe/Warsaw"))
        records.people.put(JAN)
        records.projects.put(PROJECT)
        for number in range(first, first + DEADLINES + TO_COME):
            due = now + (DOWN / 2 if number < first + DEADLINES else timedelta(days=30))
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


async def restarted(folder: Path, times: int) -> tuple[list[float], Counter[int], int, int]:
    """Seconds from ready to the last of each time; how often each moved; those moved early; doubled lines."""
    database, clock = f"sqlite:///{folder / 'accord.db'}", LiveClock(folder)
    await asyncio.to_thread(lay_tables, database)
    accord = Replica(surroundings(ACCORD_DATABASE=database, **clock.environment), folder / "accord.log")
    took: list[float] = []
    each = DEADLINES + TO_COME
    for number in range(times):
        ahead = DOWN * number
        clock.ahead(ahead)
        await put(database, datetime.now(UTC) + ahead, number * each)
        clock.ahead(ahead + DOWN)
        await accord.start()
        took.append(await moved(database, DEADLINES * (number + 1)))
        await asyncio.sleep(0.3)  # whoever does it once more does it now
        await accord.kill()
    moves = Counter(str(record) for (record,) in raw_sql(database, MOVES))
    early = sum(int(record.rpartition("-")[2]) % each >= DEADLINES for record in moves)
    return took, Counter(moves.values()), early, len(raw_sql(database, DOUBLED))


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("times", [200])
async def test_deadlines_pass_while_it_is_down(times: int, tmp_path: Path, report: Report) -> None:
    took, moves, early, doubled = await restarted(tmp_path, times)
    missed, again = times * DEADLINES - moves[1], sum(count for often, count in moves.items() if often > 1)
    told = f"{times} restarts, {times * DEADLINES} deadlines while down: {missed} missed, {early} early, {again} twice"
    report.say("F10", "SQLite", f"{told}, {doubled} lines doubled; the last {max(took):.1f} s after it was ready")
    assert (missed, early, again, doubled) == (0, 0, 0, 0)
    assert max(took) <= IN_TIME
