"""Everything from a SQLite database into an empty PostgreSQL, so that never more than one of the two sends anything."""

from __future__ import annotations

from datetime import datetime

from storage.backup import Whole, sound
from storage.connections import Connection
from storage.copying import copy, count, differences
from storage.errors import StoreRefused
from storage.notes import MOVED, SILENT, drop_note, keep_note
from storage.snapshots import file_of, looking

BEING_MOVED = "copied here, and not opened yet because the copying was not finished"


def copy_to_server(url: str, to: str, now: datetime) -> Whole:
    """Copies everything, in one transaction that is committed only if nothing is missing. Raises StoreRefused.

    Nobody may change the database at `url` from now on. The copy is silent until `open_copy`.
    """
    check_addresses(url, to)
    from storage.postgres import named  # psycopg is slow to import
    from storage.postgres_copies import filling, streaming

    with looking(url) as source, filling(to) as target:
        rows = copy(source, target, streaming(target), named(to))
        report = sound(target, differences(rows, count(target)), "The copy")
        keep_note(target, SILENT, BEING_MOVED, now)
        return Whole(sum(rows.values()), report, 0)


def check_addresses(url: str, to: str) -> None:
    """Refuses anything but SQLite to PostgreSQL."""
    if file_of(url) is None:
        raise StoreRefused("The database is a PostgreSQL already. To copy it, take a backup and restore that.")
    if not to.startswith(("postgresql://", "postgres://")):
        raise StoreRefused("Please name where to, as postgresql://user@host/database. It must be empty.")


def leave(connection: Connection, to: str, now: datetime) -> None:
    """Notes in the old database that it was left: no Accord works on it any more."""
    keep_note(connection, MOVED, to, now)


def come_back(connection: Connection) -> None:
    """The old database is the one to work on again."""
    drop_note(connection, MOVED)


def open_copy(to: str) -> str:
    """The new database is the one to work on; returns what people call it. Raises StoreRefused."""
    import psycopg

    from storage.postgres import PostgresConnection, connect, named

    try:
        with connect(to) as raw:
            drop_note(PostgresConnection(raw), SILENT)
    except psycopg.Error as error:
        raise StoreRefused(
            f"{named(to)} went away at the last moment. Everything is there and silent: please set ACCORD_DATABASE to "
            "it and run: python -m bot resume"
        ) from error
    return named(to)
