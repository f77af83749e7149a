"""Posts to a channel that an organisation has in two chats: the copy for the second has its own key and lane."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select

from flows.effects import Post
from storage.connections import Connection, Value
from storage.tables import table

POSTED = table("posted")
SHOWN = select(POSTED.c.reference).where(
    POSTED.c.organisation_id == bindparam("organisation"), POSTED.c.key == bindparam("key")
)
SECOND = "+"
"""How the lane of a channel begins in the second chat (instead of #), and how the key of a copy ends."""


def is_second(address: str) -> bool:
    """Whether the address is that of a copy."""
    return address.startswith(SECOND)


def key_of(key: str) -> str:
    """The key of the post, of which this one may be a copy."""
    return key.removesuffix(SECOND)


def beside(connection: Connection, organisation_id: str, key: str, *, second: bool) -> str | None:
    """The reference of the other copy, None while it is not shown. `second`: the one asked for is the copy."""
    twin = key_of(key) if second else f"{key}{SECOND}"
    rows = connection.rows(SHOWN, {"organisation": organisation_id, "key": twin})
    return str(rows[0][0]) if rows else None


def copied(post: Post) -> Post:
    """The post for the second chat."""
    return replace(post, key=f"{post.key}{SECOND}", thread=None if post.thread is None else f"{post.thread}{SECOND}")


def copied_row(row: dict[str, Value]) -> dict[str, Value]:
    """The same as a row. The content is the same, so that a change is a change of both."""
    thread = row["thread"]
    return {
        **row,
        "key": f"{row['key']}{SECOND}",
        "address": f"{SECOND}{str(row['address'])[1:]}",
        "thread": None if thread is None else f"{thread}{SECOND}",
    }
