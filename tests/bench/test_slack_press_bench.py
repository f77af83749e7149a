"""A press in Slack that commits an answer, against slack_bolt with one catch-all listener per kind and one INSERT."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from storage.opening import migrate
from storage.tables import table
from tests.bench.floor import floor_store
from tests.bench.load import Load, Request
from tests.bench.plants import FUNCTIONS, PLANTS, START, Plant, set_up
from tests.bench.presses import Pressing, begin
from tests.bench.serving import Served
from tests.bench.sides import Side
from tests.bench.slack_load import send
from tests.bench.slack_presses import lanes
from tests.bench.slack_serving import serving
from tests.bench.table import Row, percentile, ratio, show

ROUNDS = 6
INBOX = table("inbox")


def _send(port: int, requests: Sequence[Sequence[Request]]) -> Load:
    return send(port, lanes(requests))


def _side(served: Served, plants: list[Plant]) -> Side:
    return Side(served, Pressing(plants), _send, "200 ")


async def prepared(database: str) -> list[Plant]:
    """A database with plants whose people have begun to answer."""
    await asyncio.to_thread(migrate, database)
    app = await build(Settings(database=database), Clock.beginning(START))
    plants = await set_up(app, PLANTS, FUNCTIONS)
    await begin(app, plants)
    await app.close()
    return plants


async def _events(database: str) -> int:
    """How many events were taken."""
    store = await floor_store(database)
    try:
        return await store.look(lambda connection: int(connection.rows(COUNT, {})[0][0]))
    finally:
        await store.close()


COUNT = select(func.count()).select_from(INBOX)


@pytest.mark.bench
def test_a_press_in_slack_that_commits_an_answer(tmp_path: Path) -> None:
    ours_database, floor_database = (f"sqlite:///{tmp_path / name}.db" for name in ("ours", "floor"))
    plants = asyncio.run(prepared(ours_database))
    asyncio.run(asyncio.to_thread(migrate, floor_database))
    before = asyncio.run(_events(ours_database))
    with serving("accord", ours_database) as accord, serving("bolt", floor_database) as bolt:
        ours, least = _side(accord, plants), _side(bolt, plants)
        for number in range(ROUNDS):
            for side in (ours, least):
                side.measure(f"bench-press/{number}")
    assert asyncio.run(_events(ours_database)) - before == ours.sent
    assert asyncio.run(_events(floor_database)) == least.sent
    show(
        Row("slack press that commits an answer : bolt + one INSERT", ratio(ours.rates, least.rates), 0.5, 0.8),
        Row("slack presses/s", max(ours.rates)),
        Row("bolt + one INSERT: requests/s", max(least.rates)),
        Row("CPU of a slack press : bolt + one INSERT", ratio(ours.cpu, least.cpu)),
        Row("CPU of a slack press", min(ours.cpu) * 1000, unit=" ms"),
        *(
            Row(f"one at a time p{share * 100:.0f}, {name}", percentile(of, share) * 1000, unit=" ms")
            for name, of in (("slack press", ours.one_at_a_time), ("bolt + one INSERT", least.one_at_a_time))
            for share in (0.5, 0.99)
        ),
    )
