"""The store: what a transaction costs beside one bare grouped INSERT, and a tick that does not notice a million."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

import pytest

from flows.effects import Post
from flows.messages import Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase
from flows.wire import Wire
from storage.connections import Connection, Values
from storage.inbox import REMEMBER
from storage.sqlite import connect
from storage.store import Store, Transaction
from tests.bench.table import Row, show
from tests.storage.clerk import PROJECT, Clerk, escalation
from tests.storage.conftest import NOW

AT_A_TIME = 16
PEOPLE = 50
Work = Callable[[int], Awaitable[object]]


async def rate(work: Work, numbers: list[int]) -> float:
    """Times per second, AT_A_TIME at a time."""
    waiting = iter(numbers)

    async def one() -> None:
        for number in waiting:
            await work(number)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_A_TIME)))
    return len(numbers) / (time.perf_counter() - started)


async def furnish(clerk: Clerk) -> None:
    def work(records: Transaction) -> None:
        records.projects.put(PROJECT)
        for number in range(PEOPLE):
            records.people.put(Person(f"p{number}", f"Person {number}"))
            records.escalations.put(escalation(number, NOW, due_at=NOW + timedelta(days=1)))

    await clerk.does(work)


def press(number: int, records: Transaction) -> None:
    """What a button press does: an inbox row, three records read, one changed, its audit entry, one post."""
    event = f"event-{number}"
    if records.inbox.seen(event) is not None:
        return
    records.projects.get("line3")
    records.people.get(f"p{number % PEOPLE}")
    found = records.escalations.get(f"line3/E-{number % PEOPLE}")
    records.escalations.put(replace(found, nags=number, due_at=NOW + timedelta(days=1, seconds=number)))
    records.inbox.remember(event, "null")
    words = Message(Phrase("reminder {n}", n=number), (Text("x" * 200),))
    records.queue([Post(f"E-{number % PEOPLE}/ask/{number}", ToPerson(f"p{number % PEOPLE}"), words)])


@pytest.mark.bench
@pytest.mark.timeout(300)
async def test_a_press_beside_one_grouped_insert(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'accord.db'}", Wire({}))
    clerk = Clerk(store, NOW)
    await furnish(clerk)

    async def insert(number: int) -> None:
        values: Values = {"organisation": "bare", "event": f"{number}", "at": 1, "reply": "null"}

        def work(connection: Connection) -> None:
            connection.rows(REMEMBER, values)

        await store.change(work)

    async def pressed(number: int) -> None:
        await clerk.does(lambda records: press(number, records))

    numbers = count()
    costs = []
    for _ in range(7):
        share = [next(numbers) for _ in range(1000)]
        bare, whole = await rate(insert, share), await rate(pressed, share)
        costs.append((1 / whole - 1 / bare) * 1e6)
        print(f"INSERT {bare:,.0f}/s, press {whole:,.0f}/s, {costs[-1]:.0f} µs more")
    await store.close()
    rows = connect(str(tmp_path / "accord.db")).execute("SELECT count(*) FROM inbox").fetchone()
    assert rows == (14_000,)
    show(Row("a press in the store, more than one grouped INSERT", median(costs), 600, None, at_most=True, unit=" µs"))
    assert median(costs) < 600


@pytest.mark.bench
@pytest.mark.timeout(600)
async def test_the_tick_does_not_notice_a_million(tmp_path: Path) -> None:
    took = {}
    for waiting in (1_000, 1_000_000):
        url = tmp_path / f"{waiting}.db"
        store = await Store.open(f"sqlite:///{url}", Wire({}))
        await Clerk(store, NOW).does(
            lambda records: records.escalations.put(escalation(1, NOW, due_at=NOW + timedelta(days=1)))
        )
        await asyncio.to_thread(multiply, url, waiting)
        times = []
        for _ in range(300):
            started = time.perf_counter()
            assert await store.due(NOW, 200) == []
            times.append(time.perf_counter() - started)
        assert len(await store.due(NOW + timedelta(days=9), 200)) == 200
        took[waiting] = median(times)
        await store.close()
    few, many = took.values()
    show(
        Row("store: due look-up with 1,000,000 waiting : with 1,000", many / few, 2, 1.2, at_most=True),
        Row("… with 1,000,000 waiting", many * 1e6, unit=" µs"),
    )
    assert many < 2 * few


def multiply(file: Path, times: int) -> None:
    """Copies the one escalation under other ids and due times, spread over a thousand organisations."""
    raw = connect(str(file))
    raw.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO escalation "
        "(organisation_id, id, version, hash, project_id, state, person_id, number, due_at, body) "
        "SELECT 'o' || (i % 1000), 'e' || i, version, hash, project_id, state, person_id, number, due_at + i, '' "
        "FROM escalation, n",
        [times],
    )
    raw.close()
