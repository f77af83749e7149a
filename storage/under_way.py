"""Which due items each process is at, so that it is known in the middle of what one has ended.

Noted before they are carried out and forgotten after it, all that go together at once. On a file there is one process,
so what an earlier one left is a dead one's. On a server a process lives as long as the session that wrote its note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, column, delete, func, select
from sqlalchemy import table as foreign

from storage.claims import DEATHS
from storage.connections import Connection
from storage.due import Due
from storage.notes import NOTES, drop_note, keep_note
from storage.statements import fixed
from storage.stumbles import Stumble, stumbled, stumbles

PREFIX = "due/"
ENDED = "Accord itself ended in the middle of it"
"""The reason of an item that seems to be what ends its process."""
REST = timedelta(days=1)
"""How long an item rests that has ended so many processes; then it is tried again, in case its error was mended."""
SESSIONS = foreign("pg_stat_activity", column("pid"), column("backend_start"))
_SESSION = func.concat(SESSIONS.c.pid, fixed("@"), func.extract("epoch", SESSIONS.c.backend_start))
MINE = select(_SESSION).where(SESSIONS.c.pid == func.pg_backend_pid())
LIVING = select(_SESSION)
ALL = select(NOTES.c.name, NOTES.c.value).where(NOTES.c.name > fixed(PREFIX), NOTES.c.name < fixed("due0"))
TAKE = delete(NOTES).where(NOTES.c.name == bindparam("known_as")).returning(NOTES.c.value)


def begin(connection: Connection, me: str, items: Iterable[Due], now: datetime) -> None:
    """The process of this name is at these items from now on, and at nothing else."""
    session = "" if connection.alone else str(connection.rows(MINE, {})[0][0])
    written = json.dumps([session, [[item.organisation_id, item.kind, item.id] for item in items]])
    keep_note(connection, f"{PREFIX}{me}", written, now)


def end(connection: Connection, me: str) -> None:
    """It is at none any more."""
    drop_note(connection, f"{PREFIX}{me}")


def left_behind(connection: Connection, me: str) -> Sequence[str]:
    """The notes of processes that have ended, by name."""
    noted = {str(name): str(json.loads(value)[0]) for name, value in connection.rows(ALL, {})}
    noted.pop(f"{PREFIX}{me}", None)
    if connection.alone or not noted:
        return list(noted)
    living = {str(session) for (session,) in connection.rows(LIVING, {})}
    return [name for name, session in noted.items() if session not in living]


def count_deaths(connection: Connection, name: str, now: datetime) -> None:
    """Each item of this note has one more try whose end nobody saw. Whoever comes second finds no note any more."""
    known = stumbles(connection)
    for (value,) in connection.rows(TAKE, {"known_as": name}):
        for item in (Due(*each) for each in json.loads(value)[1]):
            before = known.get(item) or Stumble(now, now, ENDED)
            count = before.unended + 1
            again_at = now + REST if count >= DEATHS else before.again_at
            stumbled(connection, item, replace(before, unended=count, again_at=again_at, reason=ENDED))
