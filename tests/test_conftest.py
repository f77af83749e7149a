"""The test house itself: the databases are real and durable, and the guards bite."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from blockbuster import BlockingError
from pytest_socket import SocketConnectBlockedError

from storage import migrations
from storage.tables import METADATA
from tests.postgres import Postgres, running_postgres
from tests.storage.clerk import raw_sql
from tests.storage.test_migrations import differences

ROOT = Path(__file__).parent.parent


def test_an_empty_database_url_leads_to_an_empty_database(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite:///"):
        path = Path(empty_database_url.removeprefix("sqlite:///"))
        assert path.is_absolute()
        assert not path.exists()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    else:
        with closing(psycopg.connect(empty_database_url)) as connection:
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            assert tables.fetchone() == (0,)


def test_a_database_url_leads_to_our_tables_with_nothing_in_them(database_url: str) -> None:
    assert differences(database_url) == []
    kept = {name: raw_sql(database_url, f"SELECT count(*) FROM {name}") for name in METADATA.tables}  # noqa: S608
    assert set(map(tuple, kept.values())) == {((0,),)}, kept
    assert raw_sql(database_url, "SELECT version_num FROM alembic_version") == [(migrations.HEAD,)]


def test_each_test_has_a_database_of_its_own(postgres: Postgres) -> None:
    with postgres.fresh_database() as one, postgres.fresh_database() as other:
        assert one != other


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_postgresql_is_as_durable_as_in_production(postgres: Postgres, setting: str) -> None:
    with closing(psycopg.connect(postgres.url)) as connection:
        assert connection.execute("SELECT current_setting(%s)", [setting]).fetchone() == ("on",)


def test_the_network_ends_at_loopback() -> None:
    with (
        closing(socket.socket()) as connection,
        pytest.warns(UserWarning, match="tried to use socket"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))


async def test_code_of_ours_may_not_block_the_loop() -> None:
    ours = compile("time.sleep(0.001)", str(ROOT / "bot" / "asleep.py"), "exec")
    with pytest.raises(BlockingError):
        exec(ours, {"time": time})  # noqa: S102 - the only way to be code of bot/ without being there
    await asyncio.to_thread(exec, ours, {"time": time})


async def test_the_first_to_ask_for_our_tables_may_be_on_a_loop() -> None:
    with (
        running_postgres() as server,
        server.database_with_tables() as url,
        closing(psycopg.connect(url)) as connection,
    ):
        assert connection.execute("SELECT count(*) FROM lane").fetchone() == (0,)
