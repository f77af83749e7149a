"""The migrations make exactly the tables that the code works with, on both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from flows.wire import Wire
from storage import migrations
from storage.errors import StoreRefused
from storage.opening import migrate
from storage.store import Store
from storage.tables import METADATA
from tests.storage.clerk import JAN, Clerk, raw_sql
from tests.storage.conftest import NOW


def differences(url: str) -> list[object]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed)
    with engine.connect() as connection:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    return found


def test_migrations_and_tables_say_the_same(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert differences(empty_database_url) == []


def test_a_difference_would_be_seen(empty_database_url: str) -> None:
    migrate(empty_database_url)
    raw_sql(empty_database_url, "DROP INDEX outbox_wake")
    raw_sql(empty_database_url, "ALTER TABLE person DROP COLUMN body")
    assert len(differences(empty_database_url)) == 2


def test_the_newest_step_is_the_version_the_code_wants() -> None:
    folder = migrations.__path__[0]
    assert ScriptDirectory(folder).get_heads() == [migrations.HEAD]


def at_version(url: str, version: str) -> None:
    """A database as the release that had this version left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = url
    command.upgrade(config, version)


def test_a_database_of_the_release_before_is_brought_up_with_all_that_is_in_it(empty_database_url: str) -> None:
    at_version(empty_database_url, "0001")
    raw_sql(empty_database_url, "INSERT INTO web_setting (organisation_id, name, value) VALUES ('local', 'clock', '7')")
    with pytest.raises(StoreRefused, match="python -m bot migrate"):
        asyncio.run(Store.open(empty_database_url, Wire({})))
    migrate(empty_database_url)
    assert differences(empty_database_url) == []
    assert raw_sql(empty_database_url, "SELECT value FROM web_setting") == [("7",)]


def test_migrating_again_changes_nothing_and_loses_nothing(empty_database_url: str) -> None:
    async def keep() -> None:
        store = await Store.open(empty_database_url, Wire({}))
        await Clerk(store, NOW).does(lambda records: records.people.put(JAN))
        await store.close()

    migrate(empty_database_url)
    asyncio.run(keep())
    migrate(empty_database_url)
    assert raw_sql(empty_database_url, "SELECT id FROM person") == [("jan",)]
