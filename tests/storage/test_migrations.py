"""The migrations make exactly the tables that the code works with, on both databases."""

from __future__ import annotations

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from flows.wire import Wire
from storage import migrations
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


def test_migrations_and_tables_say_the_same(database_url: str) -> None:
    migrate(database_url)
    assert differences(database_url) == []


def test_a_difference_would_be_seen(database_url: str) -> None:
    migrate(database_url)
    raw_sql(database_url, "DROP INDEX outbox_wake")
    raw_sql(database_url, "ALTER TABLE person DROP COLUMN body")
    assert len(differences(database_url)) == 2


def test_the_newest_step_is_the_version_the_code_wants() -> None:
    folder = migrations.__path__[0]
    assert ScriptDirectory(folder).get_heads() == [migrations.HEAD]


def test_migrating_again_changes_nothing_and_loses_nothing(database_url: str) -> None:
    async def keep() -> None:
        store = await Store.open(database_url, Wire({}))
        await Clerk(store, NOW).does(lambda records: records.people.put(JAN))
        await store.close()

    migrate(database_url)
    asyncio.run(keep())
    migrate(database_url)
    assert raw_sql(database_url, "SELECT id FROM person") == [("jan",)]
