"""What every test gets: both databases by one name, a loop that is never blocked, no network but loopback.

The network is closed by pytest-socket, in pyproject.toml.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from blockbuster import BlockBuster
from hypothesis import HealthCheck, settings

from tests.postgres import Postgres, postgres, unhurried
from tests.tables import lay_tables

__all__ = ["postgres"]

TESTS = Path(__file__).parent
OURS = ("bot", "adapters", "flows", "storage")
LONGEST_FIRST = ("faults", "browser", "stories", "slack", "teams", "bot", "mail", "storage")
"""The folders whose files take long, so that no worker is left alone with one of them at the end."""

settings.register_profile("untimed", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("untimed")
"""A busy machine takes longer for an example, and that says nothing about what it shows."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays to the end: to look through it for what can go takes a tenth of the time."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts what takes long before what takes no time; a file's tests stay together."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    folder = item.path.relative_to(TESTS).parts[0]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session", autouse=True)
def loop_stays_free() -> Iterator[None]:
    """Code of ours that sleeps, reads a file or asks a database on the event loop gets a BlockingError."""
    blockbuster = BlockBuster(list(OURS))
    blockbuster.activate()
    yield
    blockbuster.deactivate()


@pytest.fixture(scope="session", autouse=True)
def errors_are_told_plainly() -> None:
    """The traceback that structlog draws by default reads files, on the loop, and so hides the error it tells of."""
    structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of this test's own, with our tables and nothing in them.

    A test that asks for it runs on SQLite and on PostgreSQL.
    """
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'accord.db'}"
        lay_tables(url)
        yield url
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database_with_tables() as url:
        yield unhurried(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same before anybody has migrated it: on SQLite not even a file."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'accord.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield unhurried(url)
