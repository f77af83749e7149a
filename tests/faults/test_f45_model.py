"""F45: whatever people, the clock and bad luck do, in any order, the invariants I1 to I8 hold on both databases."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from psycopg import sql

from storage.opening import migrate
from tests.faults.model.life import Copies, Life
from tests.faults.model.screen import Sight
from tests.faults.model.world import World
from tests.postgres import Postgres

CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def begin(url: str) -> Sequence[Sight]:
    """Both projects are there, and their rounds have started."""
    migrate(url)
    with asyncio.Runner() as runner:
        world = World(url, runner)
        world.set_up()
        world.settle()
        world.close()
    return world.screen.seen


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Copies:
    """Copies of one file."""
    before = begin(f"sqlite:///{tmp_path / 'begun.db'}")
    numbers = count(1)

    def fresh() -> str:
        path = tmp_path / f"run-{next(numbers)}.db"
        shutil.copy(tmp_path / "begun.db", path)
        return f"sqlite:///{path}"

    def dropped(url: str) -> None:
        for path in tmp_path.glob(f"{url.rpartition('/')[2]}*"):
            path.unlink()

    return Copies(fresh, dropped, before)


@pytest.fixture
def on_postgresql(postgres: Postgres) -> Iterator[Copies]:
    """Copies of one database."""
    with postgres.fresh_database() as template:
        before = begin(template)
        numbers = count(1)
        name = urlsplit(template).path[1:]

        def execute(statement: sql.Composed) -> None:
            with psycopg.connect(postgres.url, autocommit=True) as connection:
                connection.execute(statement)

        def fresh() -> str:
            new = f"{name}_{next(numbers)}"
            execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(new), sql.Identifier(name)))
            return urlunsplit(urlsplit(template)._replace(path=f"/{new}"))

        def dropped(url: str) -> None:
            gone = sql.Identifier(urlsplit(url).path[1:])
            execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(gone))

        yield Copies(fresh, dropped, before)


def play(copies: Copies, runs: int, steps: int) -> None:
    """So many runs of so many steps."""
    life = type("Played", (Life,), {"copies": copies})
    run_state_machine_as_test(
        life,
        settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=CHECKS),
    )


@pytest.mark.timeout(300)
def test_f45_whatever_happens_the_invariants_hold_on_sqlite(on_sqlite: Copies) -> None:
    play(on_sqlite, 100, 16)


@pytest.mark.timeout(300)
def test_f45_whatever_happens_the_invariants_hold_on_postgresql(on_postgresql: Copies) -> None:
    play(on_postgresql, 100, 12)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_f45_for_long_on_sqlite(on_sqlite: Copies) -> None:
    play(on_sqlite, 1000, 50)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_f45_for_long_on_postgresql(on_postgresql: Copies) -> None:
    play(on_postgresql, 1000, 50)
