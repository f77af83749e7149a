"""A button press that commits an answer, against the least that the same server could do for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select

from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from storage.opening import migrate
from storage.statements import fixed
from storage.tables import table
from tests.bench.floor import floor_store
from tests.bench.load import send
from tests.bench.plants import FUNCTIONS, PLANTS, START, Plant, set_up
from tests.bench.presses import Pressing, begin
from tests.bench.serving import Served, serving
from tests.bench.sides import Side
from tests.bench.table import Row, percentile, ratio, show
from tests.bench.two_databases import second_database

ROUNDS = 6
INBOX, AUDIT = table("inbox"), table("audit")
COUNTS = (
    ("inbox", select(func.count()).where(INBOX.c.event_id.like(bindparam("like")))),
    ("audit", select(func.count()).where(AUDIT.c.command.in_([fixed("TakeStance"), fixed("AnswerQuestion")]))),
)


def _side(served: Served, plants: list[Plant]) -> Side:
    return Side(served, Pressing(plants), send, '200 {"kind": "none"')


async def _prepare(database: str) -> list[Plant]:
    await asyncio.to_thread(migrate, database)
    app = await build(Settings(database=database), Clock.beginning(START))
    plants = await set_up(app, PLANTS, FUNCTIONS)
    await begin(app, plants)
    await app.close()
    return plants


async def _counted(database: str) -> dict[str, int]:
    """Rows about presses in each table."""
    store = await floor_store(database)
    try:
        return await store.look(
            lambda connection: {
                name: int(connection.rows(sql, {"like": "%bench-press%"})[0][0]) for name, sql in COUNTS
            }
        )
    finally:
        await store.close()


@pytest.mark.bench
def test_a_press_that_commits_an_answer(bench_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    plants = asyncio.run(_prepare(bench_database))
    with second_database(request, bench_database, tmp_path) as floor_database:
        with serving("app", bench_database) as app, serving("floor", floor_database) as floor:
            ours, least = _side(app, plants), _side(floor, plants)
            for number in range(ROUNDS):
                for side in (ours, least):
                    side.measure(f"bench-press/{number}")
        assert asyncio.run(_counted(bench_database)) == {"inbox": ours.sent, "audit": ours.sent}
        assert asyncio.run(_counted(floor_database)) == {"inbox": least.sent, "audit": 0}
    _show(bench_database.partition(":")[0], ours, least)


@pytest.mark.bench
def test_a_press_while_everything_is_delivered(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'bench.db'}"
    plants = asyncio.run(_prepare(database))
    with serving("app-delivering", database) as app:
        ours = _side(app, plants)
        for number in range(ROUNDS):
            ours.measure(f"bench-press/{number}")
    assert asyncio.run(_counted(database)) == {"inbox": ours.sent, "audit": ours.sent}
    show(
        Row("sqlite: presses/s, every card redrawn on screen meanwhile", max(ours.rates)),
        Row("sqlite: the same, CPU", min(ours.cpu) * 1000, unit=" ms"),
    )


def _show(kind: str, ours: Side, least: Side) -> None:
    must, reach = (0.5, 0.8) if kind == "sqlite" else (None, None)
    show(
        Row(f"{kind}: press that commits an answer : floor, 16 at a time", ratio(ours.rates, least.rates), must, reach),
        Row(f"{kind}: presses/s", max(ours.rates)),
        Row(f"{kind}: floor requests/s", max(least.rates)),
        Row(f"{kind}: CPU of a press : floor", ratio(ours.cpu, least.cpu)),
        Row(f"{kind}: CPU of a press", min(ours.cpu) * 1000, unit=" ms"),
        *(
            Row(f"{kind}: one at a time p{share * 100:.0f}, {name}", percentile(of, share) * 1000, unit=" ms")
            for name, of in (("press", ours.one_at_a_time), ("floor", least.one_at_a_time))
            for share in (0.5, 0.99)
        ),
    )
