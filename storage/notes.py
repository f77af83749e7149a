"""What is known of the database itself: that it is to stay silent, that it was moved, what a backup holds."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Connection
from storage.instants import instant, micros
from storage.tables import table

SILENT = "silent"
"""How this database came to be, such as “restored from a backup of …”; nothing is sent or changed while this stands."""
RESUMED = "resumed"
"""How a database came to be that is silent no more; there until those who look after it were told."""
MOVED = "moved"
"""Where everything was moved to; no Accord works on this database any more."""
BACKUP = "backup"
"""How many rows of each table a backup holds, as JSON."""
PROBE = "probe"
"""When somebody last tried whether the database takes a change."""

NOTES = table("system_note")
FIND = select(NOTES.c.value, NOTES.c.at).where(NOTES.c.name == bindparam("name"))
_ADD = insert(NOTES).values(name=bindparam("name"), value=bindparam("value"), at=bindparam("at"))
KEEP = _ADD.on_conflict_do_update(index_elements=["name"], set_={"value": _ADD.excluded.value, "at": _ADD.excluded.at})
DROP = delete(NOTES).where(NOTES.c.name == bindparam("known_as"))


class Note(NamedTuple):
    """What is known, and since when."""

    value: str
    at: datetime


def note(connection: Connection, name: str) -> Note | None:
    """What is known under this name."""
    rows = connection.rows(FIND, {"name": name})
    return Note(str(rows[0][0]), instant(rows[0][1])) if rows else None


def keep_note(connection: Connection, name: str, value: str, at: datetime) -> None:
    """Notes it; what was known under this name is forgotten."""
    connection.change([Change(KEEP, [{"name": name, "value": value, "at": micros(at)}])])


def drop_note(connection: Connection, name: str) -> None:
    """Forgets it."""
    connection.change([Change(DROP, [{"known_as": name}])])
