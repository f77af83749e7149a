"""Which due items each process is at, so that it is known in the middle of what one has ended.

Noted before they are carried out and forgotten after it, all that go together at once. On a file there is one process,
so what an earlier one left is a dead one's. On a server the session that wrote a note ends with its process; but it may
also be lost while the process lives (a fail-over, a network). So who lives notes what it is still at each second, by
whatever connection it has then (`AGAIN`), and a session that has ended is a death only when its note has stayed the
same for a while (`GRACE`); meanwhile others leave those items alone. That is counted by the time passed of whoever
looks, so that no clock can be wrong, and begins anew when the server was away, where nobody could note anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

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
AGAIN, GRACE = 1.0, 3.0
"""Seconds: how often who is still at something notes it again, and how long it takes to know that nobody does."""
SESSIONS = foreign("pg_stat_activity", column("pid"), column("backend_start"))
_SESSION = func.concat(SESSIONS.c.pid, fixed("@"), func.extract("epoch", SESSIONS.c.backend_start))
MINE = select(_SESSION).where(SESSIONS.c.pid == func.pg_backend_pid())
LIVING = select(_SESSION)
ALL = select(NOTES.c.name, NOTES.c.value).where(NOTES.c.name > fixed(PREFIX), NOTES.c.name < fixed("due0"))
TAKE = (
    delete(NOTES)
    .where(NOTES.c.name == bindparam("known_as"), NOTES.c.value == bindparam("as_seen"))
    .returning(NOTES.c.name)
)


class Left(NamedTuple):
    """A note whose session has ended. `value`: with it, so that no newer one of the same process is taken for it."""

    name: str
    value: str

    @property
    def session(self) -> str:
        """The one that wrote it."""
        return str(json.loads(self.value)[0])

    @property
    def items(self) -> Sequence[Due]:
        """What the process was at."""
        return [Due(*each) for each in json.loads(self.value)[1]]


def begin(connection: Connection, me: str, items: Iterable[Due], now: datetime) -> None:
    """The process of this name is at these items from now on, and at nothing else."""
    session = "" if connection.alone else str(connection.rows(MINE, {})[0][0])
    written = json.dumps([session, [[item.organisation_id, item.kind, item.id] for item in items]])
    keep_note(connection, f"{PREFIX}{me}", written, now)


def end(connection: Connection, me: str) -> None:
    """It is at none any more."""
    drop_note(connection, f"{PREFIX}{me}")


def left_behind(connection: Connection, me: str) -> Sequence[Left]:
    """The notes of others whose session has ended."""
    noted = [Left(str(name), str(value)) for name, value in connection.rows(ALL, {})]
    others = [note for note in noted if note.name != f"{PREFIX}{me}"]
    if connection.alone or not others:
        return others
    living = {str(session) for (session,) in connection.rows(LIVING, {})}
    return [note for note in others if note.session not in living]


def count_deaths(connection: Connection, note: Left, now: datetime) -> None:
    """Each item of this note has one more try whose end nobody saw. Whoever comes second finds no such note any more,
    and neither does who comes after its process has noted something else."""
    if not connection.rows(TAKE, {"known_as": note.name, "as_seen": note.value}):
        return
    known = stumbles(connection)
    for item in note.items:
        before = known.get(item) or Stumble(now, now, ENDED)
        count = before.unended + 1
        again_at = now + REST if count >= DEATHS else before.again_at
        stumbled(connection, item, replace(before, unended=count, again_at=again_at, reason=ENDED))
