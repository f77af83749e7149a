"""What a database holds of the projects in it, so that a test sees every change."""

from __future__ import annotations

from sqlalchemy import select

from adapters.web.ports import LOCAL
from storage.audit import REFUSED
from storage.connections import Connection
from storage.tables import AGGREGATES, table
from tests.stories.chat import Chat

Kept = dict[tuple[str, ...], tuple[object, ...]]
"""Rows by table and key."""
WATCHED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **{kind: (("organisation_id", "id"), ("version", "hash")) for kind in AGGREGATES},
    "outbox": (("organisation_id", "key", "version"), ("state", "digest")),
    "posted": (("organisation_id", "key"), ("version", "digest")),
    "web_message": (("organisation_id", "channel", "key"), ("change",)),
}
AUDIT = select(*(table("audit").c[name] for name in ("kind", "record_id", "version", "hash")))


async def kept(bot: Chat) -> Kept:
    """Everything that is kept of records, posts and chat, and the audit but for its refusals."""

    def look(connection: Connection) -> Kept:
        found: Kept = {}
        for name, (keys, rest) in WATCHED.items():
            for row in connection.rows(select(*(table(name).c[column] for column in (*keys, *rest))), {}):
                if name in AGGREGATES or row[0] == LOCAL:  # the rival's posts have nowhere to go, and are tried again
                    found[(name, *map(str, row[: len(keys)]))] = tuple(row[len(keys) :])
        for kind, *entry in connection.rows(AUDIT, {}):
            if kind != REFUSED:
                found["audit", kind, *map(str, entry[:2])] = tuple(entry[2:])
        return found

    return await bot.app.store.look(look)


async def refusals(bot: Chat) -> int:
    """How many refusals the audit holds."""
    rows = await bot.app.store.look(lambda connection: connection.rows(AUDIT, {}))
    return sum(row[0] == REFUSED for row in rows)


def changed(before: Kept, after: Kept) -> set[tuple[str, ...]]:
    """The keys of what was added, changed or is gone."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
