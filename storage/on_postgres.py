"""Compiled statements on psycopg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Executable, Table
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from storage.connections import Change, Row, Texts, Values
from storage.errors import Conflict
from storage.known import Known

TEXTS = Texts(PGDialect_psycopg())  # type: ignore[no-untyped-call]
PAGE = 2000
"""Rows fetched at a time where all of them are looked at."""


class PostgresConnection:
    """Runs compiled statements on psycopg. See `storage.connections.Connection`."""

    alone = False
    known: Known | None = None

    def __init__(self, raw: psycopg.Connection[Row]) -> None:
        self.raw = raw

    def fresh(self, organisation_id: str, event_id: str) -> bool | None:
        del organisation_id, event_id
        return None

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        return self.raw.execute(TEXTS.bytes_of(statement), values).fetchall()

    def each(self, statement: Executable, values: Sequence[Values]) -> list[list[Row]]:
        if not values:
            return []
        text = TEXTS.bytes_of(statement)
        if len(values) == 1:
            return [self.raw.execute(text, values[0]).fetchall()]
        with self.raw.pipeline():
            asked = [self.raw.execute(text, one) for one in values]
        return [cursor.fetchall() for cursor in asked]

    def met(self, statement: Executable, values: Sequence[Values]) -> list[int]:
        text = TEXTS.bytes_of(statement)
        if len(values) < 2:
            return [self.raw.execute(text, one).rowcount for one in values]
        with self.raw.pipeline():
            asked = [self.raw.execute(text, one) for one in values]
        return [cursor.rowcount for cursor in asked]

    def stream(self, statement: Executable, values: Values) -> Iterator[Row]:
        with self.raw.cursor(f"stream_{uuid4().hex}") as cursor:
            cursor.itersize = PAGE
            yield from cursor.execute(TEXTS.bytes_of(statement), values)

    def change(self, changes: Sequence[Change]) -> None:
        with self.raw.pipeline():
            done = [
                (change, [self.raw.execute(TEXTS.bytes_of(change.statement), one) for one in change.values])
                for change in changes
            ]
        for change, cursors in done:
            if change.exactly_one and any(cursor.rowcount != 1 for cursor in cursors):
                raise Conflict

    def lock(self, table: Table) -> None:
        self.raw.execute(locking(table))


def locking(table: Table) -> bytes:
    """Unlike an advisory lock, which is a query, this is taken before the transaction's moment is chosen."""
    return sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(table.name)).as_bytes()
