"""Posts to a channel that an organisation has in two chats: the copy for the second has its own key and lane."""

from __future__ import annotations

from dataclasses import replace

from flows.effects import Post
from storage.connections import Value

SECOND = "+"
"""How the lane of a channel begins in the second chat (instead of #), and how the key of a copy ends."""


def is_second(address: str) -> bool:
    """Whether the address is that of a copy."""
    return address.startswith(SECOND)


def key_of(key: str) -> str:
    """The key of the post, of which this one may be a copy."""
    return key.removesuffix(SECOND)


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
