"""A whole escalation, with everything it writes, against five raw statements of the same sizes.

The goals are about what a person waits for, a request: both sides over HTTP, as the raw floor was measured. Without it
the figures tell what the rules themselves cost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import Actor
from flows.messages import Message
from storage.connections import Connection
from storage.opening import migrate
from storage.statements import fixed
from storage.store import Store
from storage.tables import table
from tests.bench.escalating import escalations
from tests.bench.floor import begin_five, five_statements, floor_store
from tests.bench.load import Request, send
from tests.bench.plants import FUNCTIONS, NO_LIMIT, PLANTS, START, Plant, set_up
from tests.bench.presses import request
from tests.bench.serving import Served, serving
from tests.bench.table import Row, ratio, show
from tests.bench.two_databases import second_database

AT_A_TIME, EACH, ROUNDS = 16, 30, 6
Send = Callable[[int, int], Awaitable[None]]
"""Sends the escalation of that lane, the so-manieth of all its escalations."""
SENT = AT_A_TIME * EACH * ROUNDS
RAISED = select(func.count()).select_from(table("escalation")).where(table("escalation").c.id != fixed("raw"))
INBOX = table("inbox")
HANDLED = select(func.count()).where(INBOX.c.event_id.like(bindparam("like")))
POSTS = select(func.count()).select_from(table("outbox"))


async def _measured(send: Send, number: int) -> tuple[float, float]:
    """Escalations per second and seconds of processor time for each, of one round."""

    async def lane(at: int) -> None:
        for turn in range(EACH):
            await send(at, number * EACH + turn)

    started, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(lane(at) for at in range(AT_A_TIME)))
    seconds = time.perf_counter() - started
    return AT_A_TIME * EACH / seconds, (time.process_time() - used) / (AT_A_TIME * EACH)


def _through_engine(app: App, plants: Sequence[Plant]) -> Send:
    drafts = [escalations(plant) for plant in plants]

    async def send(lane: int, number: int) -> None:
        person, command = next(drafts[lane])
        outcome = await app.engine.run(Actor(app.organisation, person), command, f"bench-{lane}/{number}")
        assert isinstance(outcome, Message), outcome

    return send


def _raw(store: Store) -> Send:
    async def send(lane: int, number: int) -> None:
        await store.change(lambda connection: five_statements(connection, f"bench-{lane}/{number}"), "floor")

    return send


async def _count(store: Store) -> tuple[int, int, int]:
    def count(connection: Connection) -> tuple[int, int, int]:
        raised, handled, posts = (
            int(connection.rows(sql, {"like": "%bench-%"})[0][0]) for sql in (RAISED, HANDLED, POSTS)
        )
        return raised, handled, posts

    return await store.look(count)


async def _both(database: str, other: str) -> None:
    await asyncio.to_thread(migrate, database)
    app, store = (
        await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START)),
        await floor_store(other),
    )
    ours, raw = _through_engine(app, await set_up(app, PLANTS, FUNCTIONS)), _raw(store)
    await store.change(begin_five)
    waiting = (await _count(app.store))[2]
    rounds = [(await _measured(ours, number), await _measured(raw, number)) for number in range(ROUNDS)]
    raised, handled, posts = await _count(app.store)
    assert (raised, handled, posts - waiting) == (SENT, SENT, 3 * SENT)
    assert await _count(store) == (0, SENT, SENT)
    await app.close()
    await store.close()
    kind = database.partition(":")[0]
    rates = [(one[0], five[0]) for one, five in rounds]
    used = [(one[1], five[1]) for one, five in rounds]
    show(
        Row(f"{kind}: /escalate through the engine : raw five statements", ratio(*zip(*rates, strict=True))),
        Row(f"{kind}: the same, CPU", ratio(*zip(*used, strict=True))),
        Row(f"{kind}: escalations/s", max(one for one, _ in rates)),
        Row(f"{kind}: raw five statements/s", max(five for _, five in rates)),
        Row(f"{kind}: CPU of an escalation", min(one for one, _ in used) * 1000, unit=" ms"),
    )


@pytest.mark.bench
def test_a_whole_escalation(bench_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with second_database(request, bench_database, tmp_path) as other:
        asyncio.run(_both(bench_database, other))


def _requests(plants: Sequence[Plant], number: int) -> list[list[Request]]:
    lanes = []
    for at, plant in enumerate(plants):
        drafts = escalations(plant, 1 + number * EACH)
        lanes.append([request(*next(drafts), f"bench-{at}/{number * EACH + turn}") for turn in range(EACH)])
    return lanes


def _send(served: Served, plants: Sequence[Plant], number: int, kind: str) -> tuple[float, float]:
    before = served.cpu
    load = send(served.port, _requests(plants, number))
    assert load.answers == {f'200 {{"kind": "{kind}"': AT_A_TIME * EACH}
    return load.rate, (served.cpu - before) / (AT_A_TIME * EACH)


async def _prepared(database: str) -> list[Plant]:
    app = await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START))
    plants = await set_up(app, PLANTS, FUNCTIONS)
    await app.close()
    return plants


async def _counted(database: str) -> tuple[int, int]:
    store = await floor_store(database)
    raised, handled, _ = await _count(store)
    await store.close()
    return raised, handled


@pytest.mark.bench
def test_a_whole_escalation_over_http(tmp_path: Path) -> None:
    database, other = (f"sqlite:///{tmp_path / name}.db" for name in ("ours", "raw"))
    plants = asyncio.run(_prepared(database))
    with serving("app", database) as app, serving("floor-five", other) as floor:
        rounds = [
            (_send(app, plants, number, "message"), _send(floor, plants, number, "none")) for number in range(ROUNDS)
        ]
    assert asyncio.run(_counted(database)) == (SENT, SENT)
    assert asyncio.run(_counted(other)) == (0, SENT)
    show(
        Row("/escalate over HTTP : five statements on the same route", ratio(*_pairs(rounds, 0)), 0.3, 0.6),
        Row("the same, CPU", ratio(*_pairs(rounds, 1)), 4, 2, at_most=True),
        Row("escalations/s over HTTP", max(ours[0] for ours, _ in rounds)),
    )


def _pairs(
    rounds: Sequence[tuple[tuple[float, float], tuple[float, float]]], at: int
) -> tuple[list[float], list[float]]:
    return [ours[at] for ours, _ in rounds], [raw[at] for _, raw in rounds]
