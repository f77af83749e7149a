"""Why an Accord says nothing: it came from a backup and nobody has said that it is the one to go on, or it was moved.

A copy that works beside the original asks everybody twice. So a copy answers who looks, and sends and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from storage.connections import Connection
from storage.errors import StoreRefused
from storage.notes import MOVED, RESUMED, SILENT, drop_note, keep_note, note
from storage.store import Store

log = structlog.get_logger("accord.silence")
RESTORED = (
    "This Accord was {how}. It sends nothing and changes nothing until an administrator has made sure that no other is "
    "running and says: python -m bot resume"
)
MOVED_AWAY = (
    "Everything in this database was moved to {where} on {at:%Y-%m-%d %H:%M} UTC. Please set ACCORD_DATABASE to it. To "
    "work on this one again as it was then, run: python -m bot resume --back"
)
MOVING = "Everything is being moved to another database. This takes a few minutes."


@dataclass(frozen=True)
class Known:
    """What a database says of itself: sentences, "" where there is nothing to say."""

    silent: str = ""
    moved: str = ""


def known(connection: Connection) -> Known:
    """Whether it is to stay silent, or was left."""
    silent, moved = note(connection, SILENT), note(connection, MOVED)
    return Known(
        RESTORED.format(how=silent.value) if silent else "",
        MOVED_AWAY.format(where=moved.value, at=moved.at) if moved else "",
    )


async def learn(store: Store) -> str:
    """Why this database is to stay silent, "" when it is not. Raises StoreRefused for one that was left."""
    found = await store.look(known)
    if found.moved:
        raise StoreRefused(found.moved)
    return found.silent


async def resume(store: Store) -> bool:
    """Says that this is the one to go on; returns whether it was silent. Raises flows.errors.Unavailable."""

    def work(connection: Connection) -> bool:
        found, silent = known(connection), note(connection, SILENT)
        if silent is not None:
            keep_note(connection, RESUMED, silent.value, datetime.now(UTC))
        for name in (SILENT, MOVED):
            drop_note(connection, name)
        return bool(found.silent or found.moved)

    was_silent = await store.change(work, even_silent=True)
    store.silence = ""
    if was_silent:
        log.warning("silent no more, as the administrator has said")
    return was_silent
