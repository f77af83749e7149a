"""Benches time what they run, so nothing may watch the event loop meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.table import SHOWN, whole
from tests.postgres import Postgres


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The whole table once more, in one place, and what falls short in it."""
    if SHOWN:
        terminalreporter.section("what was measured")
        terminalreporter.write_line(whole(SHOWN))


@pytest.fixture(scope="session", autouse=True)
def loop_stays_free() -> None:
    """Instead of the fixture that looks at every call: its looking would be measured."""


@pytest.fixture(params=["sqlite", "postgresql"])
def bench_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; PostgreSQL with fsync, as in live use."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bench.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield url
