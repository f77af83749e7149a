"""The statements about aggregates, built once per kind from the tables. The hot path runs their compiled text."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, Executable, any_, bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from storage.tables import table

WHERE = ("project_id", "state", "person_id")
FOUND_BY = ("project_id", "state", "person_id", "number", "due_at")
"""The columns that `storage.kinds.Columns` fills, in its order."""
LOADED = ("id", "version", "hash", "body", *FOUND_BY)
CONTENT = ("version", "hash", "body")
WRITTEN = ("version", "hash", *FOUND_BY, "body")
LOOKS: dict[Executable, str] = {}
"""The questions about one kind of record that have been built, and the kind: the same again finds the same."""


def fixed(value: str | int) -> ColumnElement[object]:
    """A constant of ours, part of the text: whatever else varies is a value by name."""
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))


@cache
def one(kind: str) -> Executable:
    """`LOADED` of `record` in `organisation`."""
    rows = table(kind)
    found = select(*(rows.c[name] for name in LOADED)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.id == bindparam("record")
    )
    LOOKS[found] = kind
    return found


@cache
def many(kind: str) -> Executable:
    """`LOADED` of all `records` in `organisation`, on PostgreSQL."""
    rows = table(kind)
    wanted = any_(bindparam("records", type_=ARRAY(rows.c.id.type)))
    return select(*(rows.c[name] for name in LOADED)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.id == wanted
    )


@cache
def several(kind: str, by: tuple[str, ...]) -> Executable:
    """`LOADED` of an organisation's records by the columns named."""
    rows = table(kind)
    found = (
        select(*(rows.c[name] for name in LOADED))
        .where(rows.c.organisation_id == bindparam("organisation"))
        .where(*(rows.c[name] == bindparam(name) for name in by))
    )
    LOOKS[found] = kind
    return found


@cache
def highest_number(kind: str) -> Executable:
    """The highest number in a project, or NULL."""
    rows = table(kind)
    found = select(func.max(rows.c.number)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.project_id == bindparam("project")
    )
    LOOKS[found] = kind
    return found


@cache
def first_version(kind: str) -> Executable:
    """A new record."""
    rows = table(kind)
    columns = {name: bindparam(name, type_=rows.c[name].type) for name in WRITTEN}
    return insert(rows).values(organisation_id=bindparam("organisation"), id=bindparam("record"), **columns)


@cache
def next_version(kind: str, *, moved: bool = True) -> Executable:
    """A changed record, only if its version is still the one `loaded`. `moved`: what it is found by changes too.

    A change of the content alone leaves the indexes as they are.
    """
    rows = table(kind)
    return (
        update(rows)
        .values({name: bindparam(name, type_=rows.c[name].type) for name in (WRITTEN if moved else CONTENT)})
        .where(
            rows.c.organisation_id == bindparam("organisation"),
            rows.c.id == bindparam("record"),
            rows.c.version == bindparam("loaded"),
        )
    )
