"""Every row of one database into another, whatever kinds they are; both have this version's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from sqlalchemy import Executable, Table, bindparam, func, insert, select, update

from storage.connections import Change, Connection, Row
from storage.errors import StoreRefused
from storage.notes import NOTES
from storage.outbox_statements import OUTBOX, State
from storage.statements import fixed
from storage.tables import METADATA

AT_ONCE = 1000
"""Rows on their way at a time."""
IN_DOUBT = (
    update(OUTBOX).values(uncertain=fixed(1)).where(OUTBOX.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]))
)
"""After a restore: what waited in the backup may have been sent before the loss, so it is looked up first."""

Counts = Mapping[str, int]
"""Rows by table."""


def tables() -> list[Table]:
    """All tables but the notes, which are about one database and not its content."""
    return [each for each in METADATA.sorted_tables if each is not NOTES]


def count(connection: Connection) -> dict[str, int]:
    """How many rows there are, by table."""
    return {each.name: int(connection.rows(_how_many(each), {})[0][0]) for each in tables()}


Add = Callable[[Table, Sequence[Row]], None]
"""Adds rows to an empty table, in the order of its columns."""


def check_empty(what: str, connection: Connection) -> None:
    """Refuses a database that somebody has used."""
    if any(count(connection).values()):
        raise StoreRefused(f"{what} is not empty, and nothing is ever written over. Please name an empty database.")


def copy(source: Connection, target: Connection, add: Add, called: str) -> dict[str, int]:
    """Copies all rows into `target`, which is `called` so; returns how many, by table. Raises StoreRefused unless it
    is empty: rows come past the audit here, and never beside others. The caller owns both transactions."""
    check_empty(called, target)
    return {each.name: _copied(each, source, add) for each in tables()}


def adding(target: Connection) -> Add:
    """Adds by statements, as any connection can."""

    def add(rows: Table, some: Sequence[Row]) -> None:
        names = [column.name for column in rows.columns]
        statement = insert(rows).values({name: bindparam(name, type_=rows.c[name].type) for name in names})
        target.change([Change(statement, [dict(zip(names, row, strict=True)) for row in some])])

    return add


def differences(expected: Counts, found: Counts) -> list[str]:
    """What is missing or too much, a sentence each."""
    return [
        f"The table {name} has {found.get(name, 0)} rows instead of {rows}."
        for name, rows in expected.items()
        if name in found and found[name] != rows
    ]


def _copied(rows: Table, source: Connection, add: Add) -> int:
    found = source.stream(select(*rows.columns), {})
    copied = 0
    while some := list(islice(found, AT_ONCE)):
        add(rows, some)
        copied += len(some)
    return copied


def _how_many(rows: Table) -> Executable:
    return select(func.count()).select_from(rows)
