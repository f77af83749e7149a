"""A database as it is at one moment, beside whoever is using it; and an empty one that takes everything at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage import migrations
from storage.connections import Connection
from storage.errors import StoreRefused
from storage.sqlite import SqliteConnection, connect
from storage.sqlite_file import check_whole, said

FILE = "sqlite:///"


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    return Path(url.removeprefix(FILE)) if url.startswith(FILE) else None


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    """The database of this version as it is now, however long one looks. Raises StoreRefused."""
    file = file_of(url)
    if file is None:
        from storage.postgres import check  # psycopg is slow to import
        from storage.postgres_copies import looking_at

        check(url)
        with looking_at(url) as connection:
            yield connection
        return
    with looking_at_file(file) as raw:
        migrations.check(f"The database {file}", versions(raw))
        yield SqliteConnection(raw)


@contextmanager
def looking_at_file(file: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file of any version as it is now. Raises StoreRefused where it cannot be read."""
    if not file.is_file():
        raise StoreRefused(f"There is no database at {file}.")
    check_whole(file)
    try:
        with closing(connect(str(file), read_only=True)) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT name FROM sqlite_master LIMIT 1").fetchall()  # the moment is now
            yield raw
            raw.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        raise StoreRefused(said(file, error)) from error


def versions(raw: sqlite3.Connection) -> list[str]:
    """The version of the tables in a SQLite database; none where there are no tables of Accord."""
    tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if migrations.TABLE not in tables:
        return []
    return [version for (version,) in raw.execute("SELECT version_num FROM alembic_version")]


@contextmanager
def filling(file: Path) -> Iterator[SqliteConnection]:
    """One transaction on a SQLite file that nobody else knows of yet; closed, it is one file and safely on disk."""
    with closing(connect(str(file))) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("BEGIN IMMEDIATE")
        yield SqliteConnection(raw)
        raw.execute("COMMIT")
