"""What a run has left behind: everything that anybody can read, every record, and who changed what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, create_engine, insert, select

from bot.workspace import OFFSET
from storage.tables import AGGREGATES, table
from tests.faults.hands import Hands, Room
from tests.stories.page import Shown, read_page

PEOPLE = (
    "adam", "ewa", "maria", "jan", "tomasz", "anita", "hanna", "lukas", "pawel", "olga", "katarzyna", "priya", "piotr",
)  # fmt: skip
EARLIER = re.compile(r'href="\?before=(\d+)"')
REPLIES = re.compile(r"\d+ repl(?:y|ies) to ")
MINUTES = re.compile(r"(\d\d:\d)\d(?::\d\d(?:\.\d+)?)?")
Told = tuple[str, str, tuple[str, ...]]
"""One line of chat: its key, what it says, and what can be pressed on it."""


@dataclass(frozen=True)
class Left:
    """`chats`: each screen's lines in their order; `records`: each record; `changes`: each audit entry."""

    chats: dict[Room, list[Told]]
    records: dict[str, str]
    changes: list[str]


async def left_by(hands: Hands, database: str) -> Left:
    """Reads it all, to the ten minutes: a restart takes seconds, and nothing that matters hangs on them."""
    chats: dict[Room, list[Told]] = {}
    for room in (*(Room(person) for person in PEOPLE), Room("ewa", "line3-mes")):
        lines = await _whole(hands, room)
        chats[room] = [_told(line) for line in lines]
        for line in lines:
            if REPLIES.search(line.text):
                thread = Room(room.person, room.channel, line.key)
                _, _, replies = (await hands.page(thread)).partition('id="replies"')
                chats[thread] = [_told(reply) for reply in read_page(replies).lines]
    with _connected(database) as connection:
        return Left(chats, _records(connection), _changes(connection))


async def _whole(hands: Hands, room: Room) -> list[Shown]:
    page = await hands.page(room)
    lines = read_page(page).lines
    while earlier := EARLIER.search(page):
        page = await hands.page(Room(room.person, room.channel, before=int(earlier[1])))
        lines = read_page(page).lines + lines
    return lines


def _told(line: Shown) -> Told:
    """Whether a change came before the line was first shown or after it is seen by "(edited)" only."""
    presses = tuple(f"{press.row}: {press.label}{' ✓' if press.pressed else ''}" for press in line.presses)
    return line.key, _coarse(line.text.replace("(edited)", "")), presses


def _records(connection: Connection) -> dict[str, str]:
    found = {}
    for kind in AGGREGATES:
        rows = table(kind)
        for row in connection.execute(select(rows.c.id, rows.c.version, rows.c.state, rows.c.body)):
            found[f"{kind} {row.id}"] = _coarse(f"version {row.version}, {row.state}: {row.body}")
    return found


def _changes(connection: Connection) -> list[str]:
    audit = table("audit")
    entries = select(audit.c.kind, audit.c.record_id, audit.c.version, audit.c.actor_id, audit.c.command, audit.c.note)
    return sorted(" ".join(map(str, row)) for row in connection.execute(entries))


def _coarse(text: str) -> str:
    return MINUTES.sub(r"\1_", text)


def begin_at(database: str, moment: datetime) -> None:
    """Sets the simulated clock of a database that nobody has open, as the clock bar would have."""
    ahead = (moment - datetime.now(UTC)).total_seconds()
    with _connected(database) as connection:
        connection.execute(insert(table("web_setting")).values(organisation_id="local", name=OFFSET, value=str(ahead)))
        connection.commit()


@contextmanager
def _connected(database: str) -> Iterator[Connection]:
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
