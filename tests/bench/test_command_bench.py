"""One command's own time in an organisation with very many projects: at most 50 ms at p99, on either database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import Actor, Command
from flows.effects import Refusal
from flows.escalations.commands import OpenEscalate
from flows.home import OpenHome
from storage.opening import migrate
from storage.statements import fixed
from storage.tables import table
from tests.bench import agreeing
from tests.bench.escalating import escalations
from tests.bench.plants import NO_LIMIT, START, Plant, set_up
from tests.bench.presses import begin, stances
from tests.bench.table import Row, percentile, show

PROJECTS, FUNCTIONS, TIMES = 200, 10, 200
BUSY = TIMES // FUNCTIONS
"""So many of the projects are on their way to a charter: each function of each presses once."""
MUST_MS = 50.0
CHANGES = ("TakeStance", "Escalate", "SayBack", "GiveEvidence", "SayStance", "AnswerDrill", "SignCharter")
AUDITED = select(func.count()).where(table("audit").c.command.in_([fixed(name) for name in CHANGES]))
Give = Callable[[int], tuple[str, Command]]
"""(who, what) for the so-manieth time."""


async def _took(app: App, give: Give, name: str) -> tuple[list[float], list[float]]:
    """Seconds by the clock, and of the processor."""
    took, worked = [], []
    for number in range(TIMES):
        person, command = give(number)
        started, before = time.perf_counter(), time.process_time()
        outcome = await app.engine.run(Actor(app.organisation, person), command, f"bench/{name}/{number}")
        took.append(time.perf_counter() - started)
        worked.append(time.process_time() - before)
        assert not isinstance(outcome, Refusal), (name, number, outcome)
    return took, worked


def _commands(plants: list[Plant]) -> dict[str, Give]:
    others = PROJECTS - BUSY
    pressed = [stances(plant.view(1)) for plant in plants]
    raised = [escalations(plant) for plant in plants]
    return {
        "TakeStance": lambda n: (plants[n % others].people[1], next(pressed[n % others])),
        "Escalate": lambda n: next(raised[n % others]),
        "OpenHome": lambda n: (plants[n % others].people[n % FUNCTIONS], OpenHome()),
        "OpenEscalate": lambda n: (plants[n % others].people[0], OpenEscalate(plants[n % others].id)),
    }


async def _measured(app: App, give: Give, name: str) -> list[Row]:
    took, worked = await _took(app, give, name)
    await app.settle()
    title = f"{PROJECTS} projects: {name}"
    return [
        Row(f"{title} p50", percentile(took, 0.5) * 1000, unit=" ms"),
        Row(f"{title} p99", percentile(took, 0.99) * 1000, MUST_MS, None, True, " ms"),
        Row(f"{title} p99, of the processor", percentile(worked, 0.99) * 1000, unit=" ms"),
    ]


async def _measure(database: str) -> list[Row]:
    app = await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START))
    plants = await set_up(app, PROJECTS - BUSY, FUNCTIONS)
    busy = await agreeing.answered(app, BUSY, FUNCTIONS)
    await begin(app, plants[:1])
    rows = []
    for name, give in _commands(plants).items():
        rows += await _measured(app, give, name)
    rows += await _measured(app, agreeing.said_back(busy).__getitem__, "SayBack")
    rows += await _measured(app, agreeing.proof_given(busy).__getitem__, "GiveEvidence")
    for name, prepare in (
        ("SayStance", agreeing.consents),
        ("AnswerDrill", agreeing.drill_answers),
        ("SignCharter", agreeing.signatures),
    ):
        rows += await _measured(app, (await prepare(app, busy)).__getitem__, name)
    audited = await app.store.look(lambda connection: int(connection.rows(AUDITED, {})[0][0]))
    assert audited == len(CHANGES) * TIMES
    await app.close()
    return rows


@pytest.mark.bench
@pytest.mark.timeout(1200)  # two hundred projects take a minute to set up, and several on a busy machine
def test_one_command_among_two_hundred_projects(bench_database: str) -> None:
    migrate(bench_database)
    rows = asyncio.run(_measure(bench_database))
    kind = bench_database.partition(":")[0]
    show(*(replace(row, name=f"{kind}, {row.name}") for row in rows))
