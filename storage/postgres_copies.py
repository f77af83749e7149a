"""PostgreSQL when all of it is read or written at once: no time limit on a statement, and one transaction for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import psycopg
from psycopg import sql
from sqlalchemy import Table

from storage.connections import Row
from storage.copying import Add, tables
from storage.errors import StoreRefused
from storage.postgres import PostgresConnection, connect, migrate_server, named

UNLIMITED = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def looking_at(url: str) -> Iterator[PostgresConnection]:
    """The database at one moment. Raises StoreRefused when the server goes away meanwhile."""
    try:
        with closing(connect(url, read_only=True)) as raw, raw.transaction():
            _take_time(raw)
            yield PostgresConnection(raw)
    except psycopg.Error as error:
        raise StoreRefused(f"{named(url)} could not be read to the end: {type(error).__name__}.") from error


@contextmanager
def filling(url: str) -> Iterator[PostgresConnection]:
    """One transaction in which everything is added, tables made as needed. Raises StoreRefused; then nothing was."""
    try:
        migrate_server(url)
        with closing(connect(url, longest=0)) as raw, raw.transaction():
            _take_time(raw)
            yield PostgresConnection(raw)
            _count_on(raw)
    except psycopg.Error as error:
        raise StoreRefused(
            f"{named(url)} did not take everything ({type(error).__name__}), so it took nothing."
        ) from error


def streaming(target: PostgresConnection) -> Add:
    """Adds rows in the way in which PostgreSQL takes many."""

    def add(rows: Table, some: Sequence[Row]) -> None:
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in rows.columns)
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(rows.name), names)
        with target.raw.cursor() as cursor, cursor.copy(into) as copied:
            for row in some:
                copied.write_row(row)

    return add


def _take_time(raw: psycopg.Connection[tuple[object, ...]]) -> None:
    for name in UNLIMITED:
        raw.execute(sql.SQL("SET LOCAL {} = 0").format(sql.Identifier(name)))


def _count_on(raw: psycopg.Connection[tuple[object, ...]]) -> None:
    """What the server numbers by itself goes on behind the highest number that came with the rows."""
    for each in tables():
        for column in each.primary_key.columns:
            found = raw.execute("SELECT pg_get_serial_sequence(%s, %s)", [each.name, column.name]).fetchone()
            if found is not None and found[0] is not None:
                names = {"column": sql.Identifier(column.name), "rows": sql.Identifier(each.name)}
                highest = sql.SQL("SELECT setval(%s, coalesce(max({column}), 0) + 1, false) FROM {rows}")
                raw.execute(highest.format(**names), [found[0]])
