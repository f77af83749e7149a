"""One command's own time in an organisation with very many projects."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.commands import Actor, Command
from flows.effects import Refusal
from flows.escalations.commands import OpenEscalate
from flows.home import OpenHome
from storage.statements import fixed
from storage.tables import table
from tests.bench.escalating import escalations
from tests.bench.plants import NO_LIMIT, START, Plant, set_up
from tests.bench.presses import begin, stances
from tests.bench.table import Row, percentile, show

PROJECTS, FUNCTIONS, TIMES = 200, 10, 200
AUDITED = select(func.count()).where(table("audit").c.command.in_([fixed("TakeStance"), fixed("Escalate")]))
Give = Callable[[int], tuple[str, Command]]
"""(who, what) for the so-manieth time."""


async def _took(app: App, give: Give, name: str) -> list[float]:
    took = []
    for number in range(TIMES):
        person, command = give(number)
        started = time.perf_counter()
        outcome = await app.engine.run(Actor(app.organisation, person), command, f"bench/{name}/{number}")
        took.append(time.perf_counter() - started)
        assert not isinstance(outcome, Refusal), outcome
    return took


def _commands(plants: list[Plant]) -> dict[str, Give]:
    pressed = [stances(plant.view(1)) for plant in plants]
    raised = [escalations(plant) for plant in plants]
    return {
        "TakeStance": lambda n: (plants[n % PROJECTS].people[1], next(pressed[n % PROJECTS])),
        "Escalate": lambda n: next(raised[n % PROJECTS]),
        "OpenHome": lambda n: (plants[n % PROJECTS].people[n % FUNCTIONS], OpenHome()),
        "OpenEscalate": lambda n: (plants[n % PROJECTS].people[0], OpenEscalate(plants[n % PROJECTS].id)),
    }


async def _measure(database: str) -> None:
    app = await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START))
    plants = await set_up(app, PROJECTS, FUNCTIONS)
    await begin(app, plants[:1])
    rows = []
    for name, give in _commands(plants).items():
        took = await _took(app, give, name)
        for share in (0.5, 0.99):
            rows.append(
                Row(f"{PROJECTS} projects: {name} p{share * 100:.0f}", percentile(took, share) * 1000, unit=" ms")
            )
    audited = await app.store.look(lambda connection: int(connection.rows(AUDITED, {})[0][0]))
    assert audited == 2 * TIMES
    await app.close()
    show(*rows)


@pytest.mark.bench
def test_one_command_among_two_hundred_projects(tmp_path: Path) -> None:
    asyncio.run(_measure(f"sqlite:///{tmp_path / 'bench.db'}"))
