"""Run by Alembic: connects to the database that `storage.migrations.upgrade` was given."""

from __future__ import annotations

import sqlite3
from time import monotonic

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import NullPool

from storage.postgres_links import LOCKED
from storage.tables import METADATA

LEAST = 200
"""Milliseconds that a statement waits for a lock at least, however long those before it have taken."""
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('accord/migrate', 0))"
"""Whoever migrates at the same time goes first or after, and finds it done then."""


def connected(url: str) -> Engine:
    """An engine whose changes of the schema are part of its transactions, which sqlite3 would not do by itself."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _soon_out_of_the_way(create_engine(parsed.set(drivername="postgresql+psycopg"), poolclass=NullPool))
    engine = create_engine(parsed, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def begin_only_when_told(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _soon_out_of_the_way(engine: Engine) -> Engine:
    """All locks of a transaction together are waited for no longer than a person waits for one: whoever writes waits
    behind those that are held, and behind those that are asked for."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.info["until"] = monotonic() + LOCKED / 1000
        connection.exec_driver_sql(ALONE)

    @event.listens_for(engine, "before_cursor_execute")
    def limit(connection: Connection, cursor: DBAPICursor, *_: object) -> None:
        left = max(LEAST, round(1000 * (connection.info["until"] - monotonic())))
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{left}ms"])

    return engine


def run() -> None:
    """All steps in one transaction, so that a killed migration leaves the old version whole."""
    engine = connected(context.config.attributes["url"])
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=True,
        )
        context.run_migrations()
    engine.dispose()


run()
