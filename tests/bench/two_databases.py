"""A second database of the same kind, so that both sides of a ratio can be measured in turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.opening import migrate
from tests.postgres import Postgres


@contextmanager
def second_database(request: pytest.FixtureRequest, database: str, folder: Path) -> Iterator[str]:
    """Empty, and ready to be opened."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{folder / 'floor.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        migrate(url)
        yield url
