"""F14 on a live process: its machine's clock is set three days ahead, ten minutes either way, and an hour back."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from flows.escalations.records import Role, Step
from flows.people import Person
from storage.store import Cause, Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.faults.rig.clocks import LiveClock
from tests.faults.rig.crowd import WIRE
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.test_f10_deadlines_while_down import DOUBLED, MOVES
from tests.storage.clerk import JAN, PROJECT, escalation, raw_sql
from tests.tables import lay_tables

COUNT = 20
SETTLED = 8.0
"""Seconds in which a jump is doubted, believed, and acted on."""
MINUTES = timedelta(minutes=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LADDER = tuple(
    Step(who, role, timedelta(hours=8))
    for who, role in (("maria", Role.DECIDER), ("eva", Role.DEPUTY), ("jan", Role.SPONSOR))
)


async def put(database: str, now: datetime, first: int, due: datetime) -> None:
    """Escalations whose first step ends then, with two more steps above."""

    def work(records: Transaction) -> None:
        for person in ("maria", "eva"):
            records.people.put(Person(person, person.title(), zone="Europe/Warsaw"))
        records.people.put(JAN)
        records.projects.put(PROJECT)
        for number in range(first, first + COUNT):
            made = escalation(number, due - timedelta(hours=8), due_at=due)
            records.escalations.put(replace(made, ladder=LADDER, until=due, nags=9, rang_at=due))

    store = await Store.open(database, WIRE)
    await store.run(LOCAL, Cause("jan", "Begin", now), work)
    await store.close()


async def steps(database: str) -> Counter[int]:
    """How many times each escalation has moved: how many have so many moves."""
    moves = await asyncio.to_thread(raw_sql, database, MOVES)
    return Counter(Counter(str(record) for (record,) in moves).values())


async def until(database: str, statement: str, wanted: int, patience: float = 30.0) -> float:
    """Seconds until that many rows are found."""
    begun = monotonic()
    while (found := len(await asyncio.to_thread(raw_sql, database, statement))) < wanted:
        assert monotonic() < begun + patience, f"{found} of {wanted}: {statement}"
        await asyncio.sleep(0.05)
    return monotonic() - begun


@pytest.mark.faults
@pytest.mark.timeout(180)
@pytest.mark.parametrize("by", [3 * DAY, MINUTES, -MINUTES, -HOUR], ids=str)
async def test_a_live_process_is_not_fired_by_a_jump_and_goes_on(by: timedelta, tmp_path: Path, report: Report) -> None:
    database, clock = f"sqlite:///{tmp_path / 'accord.db'}", LiveClock(tmp_path)
    await asyncio.to_thread(lay_tables, database)
    now = datetime.now(UTC)
    await put(database, now, 1, now + 8 * HOUR)
    accord = Replica(surroundings(ACCORD_DATABASE=database, **clock.environment), tmp_path / "accord.log")
    async with replicas(accord):
        await asyncio.sleep(3)
        clock.ahead(by)
        told = await until(database, "SELECT id FROM alarm WHERE id = 'clock'", 1)
        assert not await steps(database), "nothing moves while the clock is doubted"
        await asyncio.sleep(SETTLED)
        moved, doubled = await steps(database), await asyncio.to_thread(raw_sql, database, DOUBLED)
        assert moved == (Counter({1: COUNT}) if by > 8 * HOUR else Counter()), accord.last_words()
        assert not doubled
        async with asyncio.timeout(30):  # the tick goes on by the new time
            await accord._ready(monotonic() + 30)
    report.say(
        "F14", "SQLite", f"clock of a live process set by {by}: told after {told:.1f} s, moves {dict(moved)}, 0 doubled"
    )
