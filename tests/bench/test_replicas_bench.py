"""Several processes on one PostgreSQL, and one hot project, measured over HTTP as people's pages send it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from storage.opening import migrate
from storage.statements import fixed
from storage.store import Store
from storage.tables import table
from tests.bench.escalating import escalations
from tests.bench.floor import floor_store
from tests.bench.load import Load, Request, send
from tests.bench.plants import FUNCTIONS, NO_LIMIT, PLANTS, START, Plant, set_up
from tests.bench.presses import request
from tests.bench.serving import Served, serving
from tests.bench.table import Row, ratio, show
from tests.postgres import Postgres

AT_A_TIME, EACH, ROUNDS = 16, 30, 5
TAKEN = '200 {"kind": "message"'
RAISED = select(func.count()).select_from(table("escalation")).where(table("escalation").c.id != fixed("raw"))


async def _prepared(database: str) -> list[Plant]:
    app = await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START))
    plants = await set_up(app, PLANTS, FUNCTIONS)
    await app.close()
    return plants


def _lanes(plants: Sequence[Plant], run: str) -> Iterator[list[Request]]:
    """One lane for each place in `plants`; every escalation is another one."""
    for at, plant in enumerate(plants):
        drafts = escalations(plant, 1 + _NUMBERS.setdefault(run, len(_NUMBERS)) * AT_A_TIME * EACH + at * EACH)
        yield [request(*next(drafts), f"bench-{run}/{at}/{turn}") for turn in range(EACH)]


_NUMBERS: dict[str, int] = {}


def _rate(served: Sequence[Served], plants: Sequence[Plant], run: str) -> float:
    """Escalations a second, the lanes shared out among the processes."""
    lanes, loads = list(_lanes(plants, run)), list[Load]()

    def one(at: int) -> None:
        loads.append(send(served[at].port, lanes[at :: len(served)]))

    threads = [Thread(target=one, args=(at,)) for at in range(len(served))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(load.answers.get(TAKEN, 0) for load in loads) == AT_A_TIME * EACH, [load.answers for load in loads]
    return AT_A_TIME * EACH / max(load.seconds for load in loads)


async def _raised(database: str) -> int:
    store: Store = await floor_store(database)
    found = await store.look(lambda connection: int(connection.rows(RAISED, {})[0][0]))
    await store.close()
    return found


@contextmanager
def _database(server: Postgres) -> Iterator[tuple[str, list[Plant]]]:
    with server.fresh_database() as url:
        migrate(url)
        yield url, asyncio.run(_prepared(url))


def _counting(processes: int) -> float:
    """How fast so many processes count that do nothing else."""
    command = [sys.executable, "-c", "for _ in range(10_000_000): pass"]
    started = time.perf_counter()
    running = [subprocess.Popen(command) for _ in range(processes)]
    assert [each.wait() for each in running] == [0] * processes
    return processes / (time.perf_counter() - started)


@pytest.mark.bench
def test_two_processes_and_one(postgres: Postgres) -> None:
    with (
        _database(postgres) as (url, plants),
        serving("app", url) as one,
        serving("app", url) as other,
    ):
        pairs = list[tuple[float, float]]()
        used, cores = list[tuple[float, float]](), list[tuple[float, float]]()
        for number in range(ROUNDS):
            before = one.cpu + other.cpu
            both = _rate([one, other], plants, f"two-{number}")
            between = one.cpu + other.cpu
            pairs.append((both, _rate([one], plants, f"one-{number}")))
            used.append((between - before, one.cpu + other.cpu - between))
            cores.append((_counting(2), _counting(1)))
        assert asyncio.run(_raised(url)) == 2 * ROUNDS * AT_A_TIME * EACH
    two, alone = zip(*pairs, strict=True)
    show(
        Row("postgresql: two processes : one, /escalate", ratio(two, alone), 1.3, 1.5),
        Row("two processes that only count : one, at the same time", ratio(*zip(*cores, strict=True))),
        Row("postgresql: CPU of an escalation, two processes : one", ratio(*zip(*used, strict=True))),
        Row("postgresql: CPU of an escalation", min(alone for _, alone in used) / AT_A_TIME / EACH * 1000, unit=" ms"),
        Row("postgresql: escalations/s of one process over HTTP", max(alone)),
        Row("postgresql: escalations/s of two processes", max(two)),
    )


@pytest.mark.bench
def test_one_hot_project(postgres: Postgres) -> None:
    with _database(postgres) as (url, plants), serving("app", url) as served:
        hot = [plants[0]] * AT_A_TIME
        pairs = [
            (_rate([served], hot, f"hot-{number}"), _rate([served], plants, f"spread-{number}"))
            for number in range(ROUNDS)
        ]
        assert asyncio.run(_raised(url)) == 2 * ROUNDS * AT_A_TIME * EACH
    named = "postgresql: one hot project : spread over projects, /escalate"
    show(Row(named, ratio(*zip(*pairs, strict=True)), 0.5, 0.8))


@pytest.mark.bench
def test_an_escalation_and_its_raw_work(postgres: Postgres) -> None:
    with _database(postgres) as (url, plants), postgres.fresh_database() as other:
        migrate(other)
        with serving("app", url) as served, serving("floor-five", other) as floor:
            pairs = [
                (_rate([served], plants, f"ours-{number}"), _raw(floor, plants, f"raw-{number}"))
                for number in range(ROUNDS)
            ]
    named = "postgresql: /escalate over HTTP : five raw statements on the same route"
    show(Row(named, ratio(*zip(*pairs, strict=True)), 0.4, 0.7))


def _raw(floor: Served, plants: Sequence[Plant], run: str) -> float:
    load = send(floor.port, list(_lanes(plants, run)))
    assert load.answers == {'200 {"kind": "none"': AT_A_TIME * EACH}, load.answers
    return load.rate
