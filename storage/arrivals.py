"""When a message first came onto a screen, whatever has been changed about it since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.connections import Connection
from storage.instants import instant
from storage.outbox import POSTED

FIRST_SHOWN = select(func.coalesce(POSTED.c.first_at, POSTED.c.at)).where(
    POSTED.c.organisation_id == bindparam("organisation"), POSTED.c.key == bindparam("key")
)


def arrived(connection: Connection, organisation_id: str, key: str) -> datetime | None:
    """None where it waits, was given up, or never was."""
    rows = connection.rows(FIRST_SHOWN, {"organisation": organisation_id, "key": key})
    return instant(rows[0][0]) if rows else None
