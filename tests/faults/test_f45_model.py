"""F45: whatever people, the clock and bad luck do, in any order, the invariants I1 to I8 hold on both databases."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from psycopg import sql

from storage.tables import METADATA
from tests.faults.model.life import Copies, Life
from tests.faults.model.screen import Sight
from tests.faults.model.world import World
from tests.postgres import Postgres
from tests.tables import lay_tables

CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def begin(url: str) -> Sequence[Sight]:
    """Both projects are there, and their rounds have started."""
    lay_tables(url)
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
    """One database that is filled again as it was; to make a new one takes a server much longer."""
    with postgres.database_with_tables() as url:
        before = begin(url)
        tables = [sql.Identifier(name) for name in METADATA.tables]
        with psycopg.connect(url) as connection:
            connection.execute("CREATE SCHEMA begun")
            for name in tables:
                connection.execute(sql.SQL("CREATE TABLE begun.{0} AS TABLE public.{0}").format(name))

        def fresh() -> str:
            with psycopg.connect(url) as connection:
                connection.execute("SET session_replication_role = replica")  # the audit takes nothing back otherwise
                connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))
                for name in tables:
                    connection.execute(sql.SQL("INSERT INTO {0} SELECT * FROM begun.{0}").format(name))
            return url

        yield Copies(fresh, lambda _: None, before)


def play(copies: Copies, runs: int, steps: int) -> None:
    """So many runs of so many steps."""
    life = type("Played", (Life,), {"copies": copies})
    run_state_machine_as_test(
        life,
        settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=CHECKS),
    )


@pytest.mark.timeout(600)
def test_f45_whatever_happens_the_invariants_hold_on_sqlite(on_sqlite: Copies) -> None:
    play(on_sqlite, 175, 9)


@pytest.mark.timeout(600)
def test_f45_whatever_happens_the_invariants_hold_on_postgresql(on_postgresql: Copies) -> None:
    play(on_postgresql, 25, 8)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_f45_for_long_on_sqlite(on_sqlite: Copies) -> None:
    play(on_sqlite, 1000, 50)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_f45_for_long_on_postgresql(on_postgresql: Copies) -> None:
    play(on_postgresql, 1000, 50)
