"""Very many timers that end at one instant, and what was made of them by whichever process was there."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import psycopg

from adapters.web.ports import LOCAL
from bot.commands import FROM_PEOPLE
from flows.people import Person
from flows.wire import Wire
from storage.instants import instant
from storage.store import Cause, Store
from storage.transaction import Transaction
from tests.faults.rig.replicas import Replica
from tests.storage.clerk import JAN, PROJECT, escalation

CLOCK = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
MOVED = "SELECT count(*) FROM escalation WHERE version > 1"
MOVES = "SELECT record_id FROM audit WHERE kind = 'escalation' AND version > 1"
ALIVE = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'accord' AND datname = current_database()"
CONNECTIONS = 5
"""Of a process that works, at least: its threads and its listener connect when they have something to do."""
LONGEST = timedelta(seconds=60)
"""Until the last of them has moved, on a machine however busy; how fast it is on a quiet one is for the bench."""
SHOWN = "SELECT key, count(*) FROM web_message GROUP BY key HAVING count(*) > 1"


@dataclass(frozen=True)
class Fired:
    """`early`: how many had moved before the instant, by the database's clock; `times`: by how often each moved;
    `last`: how long after the instant the last of them had moved; `doubled`: lines that are on a screen twice."""

    early: int
    times: Counter[int]
    last: timedelta
    doubled: int


async def working(database: str, replicas: Sequence[Replica], patience: float = 60.0) -> None:
    """Returns once that many processes have opened their connections."""
    until = monotonic() + patience
    while (found := int((await asyncio.to_thread(asked, database, ALIVE))[0][0])) < len(replicas) * CONNECTIONS:
        assert monotonic() < until, f"only {found} connections: {replicas[-1].last_words()}"
        await asyncio.sleep(0.2)


async def fired(database: str, count: int, ahead: timedelta, within: timedelta) -> Fired:
    """Sets so many timers to one instant that lies so far ahead, and watches what becomes of them."""
    at = instant(int((await asyncio.to_thread(asked, database, CLOCK))[0][0])) + ahead
    await _set(database, count, at)
    early, now, moved = 0, at - ahead, 0
    while moved < count and now < at + within:
        rows = await asyncio.to_thread(asked, database, f"{MOVED} UNION ALL {CLOCK}")
        moved, now = int(rows[0][0]), instant(int(rows[1][0]))
        early = max(early, moved) if now < at else early
        await asyncio.sleep(0.05)
    await asyncio.sleep(3)  # whoever does it once more does it now
    last = now - at
    moves = await asyncio.to_thread(asked, database, MOVES)
    doubled = len(await asyncio.to_thread(asked, database, SHOWN))
    each = Counter(str(record_id) for (record_id,) in moves)
    return Fired(early, Counter(each.values()), last, doubled)


async def _set(database: str, count: int, at: datetime) -> None:
    def put(records: Transaction) -> None:
        for person in ("maria", "eva"):
            records.people.put(Person(person, person.title(), zone="Europe/Warsaw"))
        records.people.put(JAN)
        records.projects.put(PROJECT)
        for number in range(count):
            asked_at = at - timedelta(hours=8)
            records.escalations.put(replace(escalation(number, asked_at, due_at=at), until=at, rang_at=at))

    store = await Store.open(database, Wire({command.__name__: command for command in FROM_PEOPLE}))
    await store.run(LOCAL, Cause("jan", "Begin", at), put)
    await store.close()


def asked(database: str, statement: str) -> list[tuple[Any, ...]]:
    """What the database answers to somebody beside all replicas."""
    with psycopg.connect(database, autocommit=True) as session:
        return session.execute(statement.encode()).fetchall()
