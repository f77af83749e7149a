"""Opening a database: which kind it is, and whether it can be trusted with anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from storage.connections import Connection
from storage.errors import StoreRefused
from storage.jobs import Jobs

Serve = Callable[[Jobs], None]
"""The body of a thread that owns a connection: does jobs until they are closed."""


class Bell(Protocol):
    """Rings in all processes on the same database, this one too."""

    def start(self, heard: Callable[[str], None]) -> None:
        """From now on `heard` is called, on a thread, with what another process has rung for."""

    def ring(self, what: str) -> None:
        """Lets the others know, soon and at most once for all that is rung at the same time. Never blocks or raises."""

    def stop(self) -> None:
        """Ends it; returns once its thread has ended."""


@dataclass(frozen=True)
class Opened:
    """A database that can be used: the threads' bodies, and what to do once they have ended.

    `couriers`: a thread of delivery's own, where there are several processes; each of its statements sees what is there
    at that moment. `time`: the database's own clock in microseconds since 1970, where all processes have to go by it.
    `bell`: how they wake each other. None of the three where this is the only process.
    """

    writers: Sequence[Serve]
    readers: Sequence[Serve]
    close: Callable[[], None]
    couriers: Sequence[Serve] = ()
    time: Callable[[Connection], int] | None = None
    bell: Bell | None = None


def open_database(url: str) -> Opened:
    """Opens the database of this URL. Raises StoreRefused with one sentence that says what to do."""
    if url.startswith("sqlite:///"):
        from storage.sqlite_file import open_file

        return open_file(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import open_server

        return open_server(url)
    raise StoreRefused("The database must be given as sqlite:///file or postgresql://user@host/database.")


def migrate(url: str) -> None:
    """Brings the database to the version this Accord needs, or makes a new one. Raises StoreRefused.

    A SQLite file must not be in use meanwhile.
    """
    if url.startswith("sqlite:///"):
        from storage.sqlite_file import migrate_file

        migrate_file(url.removeprefix("sqlite:///"))
    else:
        from storage.postgres import migrate_server

        migrate_server(url)
