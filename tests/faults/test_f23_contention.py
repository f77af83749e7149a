"""F23: twenty who write at once, and another program that reads: nobody hears that the database is locked."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from flows.people import Person
from flows.wire import Wire
from storage.store import Cause, Store
from storage.verifying import verify
from tests.faults.report import Report
from tests.storage.conftest import NOW

WRITERS = 20


@dataclass
class Reader:
    """Another program on the same file, such as a backup, that counts what is there again and again."""

    file: Path
    looks: int = 0

    def look(self, stop: Event) -> None:
        with sqlite3.connect(self.file, timeout=0.1) as raw:
            while not stop.is_set():
                raw.execute("SELECT count(*), max(version) FROM person").fetchone()
                self.looks += 1
                stop.wait(0.005)
        raw.close()


async def contend(file: Path, each: int) -> tuple[int, int, float]:
    """Changes that were made, looks of the other program, and seconds; fails at the first that was refused."""
    store, stop, reader = await Store.open(f"sqlite:///{file}", Wire({})), Event(), Reader(file)
    looking = asyncio.create_task(asyncio.to_thread(reader.look, stop))
    began = monotonic()

    async def write(writer: int) -> None:
        for number in range(each):
            person = Person(f"p{writer}-{number}", "Somebody")
            await store.run("acme", Cause("jan", "Add", NOW), lambda records, who=person: records.people.put(who))  # type: ignore[misc]

    async with asyncio.TaskGroup() as group:
        for writer in range(WRITERS):
            group.create_task(write(writer))
    took = monotonic() - began
    stop.set()
    await looking
    found = await verify(store)
    await store.close()
    assert found.problems == ()
    assert reader.looks > 0
    return found.records, reader.looks, took


async def test_twenty_writers_and_a_reader(tmp_path: Path, report: Report) -> None:
    made, looks, took = await contend(tmp_path / "accord.db", 50)
    report.say("F23", "SQLite", f"{made} changes by {WRITERS} writers in {took:.1f} s beside {looks} looks, 0 locked")
    assert made == WRITERS * 50


@pytest.mark.faults
async def test_twenty_writers_with_a_thousand_changes_each_and_a_reader(tmp_path: Path, report: Report) -> None:
    made, looks, took = await contend(tmp_path / "accord.db", 1000)
    report.say("F23", "SQLite", f"{made} changes by {WRITERS} writers in {took:.1f} s beside {looks} looks, 0 locked")
    assert made == WRITERS * 1000
