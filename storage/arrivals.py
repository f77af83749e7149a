"""What is on screens: when a message first came there, and the newest under a prefix."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.connections import Connection, Value
from storage.instants import instant
from storage.outbox_statements import LAST, POSTED
from storage.statements import fixed

FIRST_SHOWN = select(func.coalesce(POSTED.c.first_at, POSTED.c.at)).where(
    POSTED.c.organisation_id == bindparam("organisation"), POSTED.c.key == bindparam("key")
)

AT_MOST = 10
NEWEST = (
    select(POSTED.c.key)
    .where(
        POSTED.c.organisation_id == bindparam("organisation"),
        POSTED.c.key >= bindparam("prefix"),
        POSTED.c.key < bindparam("beyond"),
    )
    .order_by(func.coalesce(POSTED.c.first_at, POSTED.c.at).desc())
    .limit(bindparam("limit"))
    .offset(fixed(0))
)


def arrived(connection: Connection, organisation_id: str, key: str) -> datetime | None:
    """None where it waits, was given up, or never was."""
    rows = connection.rows(FIRST_SHOWN, {"organisation": organisation_id, "key": key})
    return instant(rows[0][0]) if rows else None


def newest(connection: Connection, organisation_id: str, prefix: str) -> tuple[str, ...]:
    """The keys of the newest messages on screen under keys that begin so, AT_MOST of them."""
    where: dict[str, Value] = {
        "organisation": organisation_id,
        "prefix": prefix,
        "beyond": prefix + LAST,
        "limit": AT_MOST,
    }
    return tuple(str(key) for (key,) in connection.rows(NEWEST, where))
