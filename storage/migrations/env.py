"""Run by Alembic: connects to the database that `storage.migrations.upgrade` was given."""

from __future__ import annotations

import sqlite3

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

from storage.tables import METADATA


def connected(url: str) -> Engine:
    """An engine whose changes of the schema are part of its transactions, which sqlite3 would not do by itself."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    engine = create_engine(parsed, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def begin_only_when_told(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

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
