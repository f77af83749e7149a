"""F28: a gigabyte is backed up and restored, with every check, in a quarter of an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from flows.wire import Wire
from storage.backup import back_up
from storage.opening import migrate
from storage.restoring import restore
from storage.store import Store
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.postgres import Postgres
from tests.storage.clerk import JAN, PROJECT, Clerk, escalation

GIGABYTE = 2**30
BATCH = 500
QUARTER = 15 * 60.0
"""Seconds."""
WORDS = "The supplier's team leaves on Friday, and the line stands until somebody says which day it is. " * 12


async def filled(database: str, file: Path, size: int) -> int:
    """Escalations with their audit until the file has that size; returns how many."""
    await asyncio.to_thread(migrate, database)
    store = await Store.open(database, Wire({}))
    now, first = datetime.now(UTC), 1
    clerk = Clerk(store, now)
    await clerk.does(lambda records: records.people.put(JAN))
    await clerk.does(lambda records: records.projects.put(PROJECT))

    def more(records: Transaction) -> None:
        for number in range(first, first + BATCH):
            made = escalation(number, now, due_at=now + timedelta(days=30))
            records.escalations.put(replace(made, impact=f"{number} {WORDS}"))

    while file.stat().st_size < size:
        await clerk.does(more)
        first += BATCH
    await store.close()
    return first - 1


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield url


@pytest.mark.faults
@pytest.mark.timeout(3600)
async def test_f28_a_gigabyte(elsewhere: str, tmp_path: Path, report: Report) -> None:
    file, copy = tmp_path / "accord.db", tmp_path / "backup.db"
    count = await filled(f"sqlite:///{file}", file, GIGABYTE)
    begun = monotonic()
    await asyncio.to_thread(back_up, f"sqlite:///{file}", copy, datetime.now(UTC))
    kept = monotonic() - begun
    begun = monotonic()
    whole = await asyncio.to_thread(restore, copy, elsewhere, datetime.now(UTC))
    took = monotonic() - begun
    size, where = copy.stat().st_size / GIGABYTE, elsewhere.partition(":")[0]
    told = f"{size:.2f} GB, {count} escalations: backed up in {kept:.0f} s, restored into {where} in {took:.0f} s"
    report.say("F28", where, told)
    assert whole.report.records >= count
    assert took / size <= QUARTER
