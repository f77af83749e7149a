"""The statements about aggregates, built once per kind from the tables. The hot path runs their compiled text."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, Executable, bindparam, func, insert, literal_column, select, update

from storage.tables import table

WHERE = ("project_id", "state", "person_id")
FOUND_BY = ("project_id", "state", "person_id", "number", "due_at")
"""The columns that `storage.kinds.Columns` fills, in its order."""
LOADED = ("id", "version", "hash", "body", *FOUND_BY)
CONTENT = ("version", "hash", "body")
WRITTEN = ("version", "hash", *FOUND_BY, "body")


def fixed(value: str | int) -> ColumnElement[object]:
    """A constant of ours, part of the text: whatever else varies is a value by name."""
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))


@cache
def one(kind: str) -> Executable:
    """`LOADED` of `record` in `organisation`."""
    rows = table(kind)
    return select(*(rows.c[name] for name in LOADED)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.id == bindparam("record")
    )


@cache
def several(kind: str, by: tuple[str, ...]) -> Executable:
    """`LOADED` of an organisation's records by the columns named."""
    rows = table(kind)
    return (
        select(*(rows.c[name] for name in LOADED))
        .where(rows.c.organisation_id == bindparam("organisation"))
        .where(*(rows.c[name] == bindparam(name) for name in by))
    )


@cache
def highest_number(kind: str) -> Executable:
    """The highest number in a project, or NULL."""
    rows = table(kind)
    return select(func.max(rows.c.number)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.project_id == bindparam("project")
    )


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
