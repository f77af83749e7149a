"""The memory of the local workspace: what it needs kept so that after a restart everybody sees their chat again.

`storage.web_memory` fits this by shape, bound to one organisation. A channel here is `#name`, or `@person_id` for the
direct messages of that person with Accord.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.messages import Address, Message, ToPerson

ACCORD = "accord"
"""The author of what Accord says."""


@dataclass(frozen=True)
class Entry:
    """One line of chat to put. `author`: a person id or ACCORD; `thread`: the key of the line it hangs under."""

    channel: str
    key: str
    author: str
    body: Message
    at: datetime
    thread: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of chat as kept.

    `number`: its place in the order of appearance, never reused. `change`: the number of its latest change, from one
    sequence for the whole workspace. `replies`, `replied_at`: how many lines hang under it, and when the last one came.
    """

    number: int
    change: int
    channel: str
    key: str
    author: str
    body: Message
    at: datetime
    thread: str | None = None
    edited_at: datetime | None = None
    replies: int = 0
    replied_at: datetime | None = None


class Memory(Protocol):
    """Every method is one transaction. All raise `flows.errors.Unavailable` when the database cannot be used."""

    async def put(self, entry: Entry) -> Line:
        """Keep a line, once per (channel, key).

        New key: appended. Same key and body: nothing changes. Same key, another body: edited in place, with
        `edited_at` = the entry's `at` and a new change number; author, thread and first `at` stay.
        """

    async def line(self, channel: str, key: str) -> Line | None:
        """One line, or None."""

    async def lines(self, channel: str, before: int | None = None, limit: int = 50) -> tuple[Line, ...]:
        """The newest `limit` lines of a channel that hang under no other, numbered below `before`; oldest first."""

    async def thread(self, channel: str, key: str) -> tuple[Line, ...]:
        """What hangs under a line, oldest first, without the line itself."""

    async def changes(self, channels: tuple[str, ...], since: int, limit: int = 200) -> tuple[Line, ...]:
        """Lines of these channels, threads included, whose change number is above `since`, in that order.

        A change number is seen only when every smaller one can be: whoever asks since n never misses one below n.
        """

    async def last_change(self) -> int:
        """The highest change number that can be seen; 0 when nothing was ever said."""

    async def mark_read(self, person: str, channel: str) -> None:
        """This person has now seen every line of the channel there is, threads included."""

    async def read_up_to(self, person: str, channel: str) -> int:
        """The mark of this person in this channel; 0 when there is none."""

    async def unread(self, person: str, channels: tuple[str, ...]) -> Mapping[str, int]:
        """For each channel that has any: how many lines above this person's mark others wrote, threads included."""

    async def unread_direct(self) -> Mapping[str, int]:
        """For each person id that has any: the same count for their direct messages."""

    async def setting(self, name: str) -> str | None:
        """A small thing to keep, such as the clock's offset; None when it was never set."""

    async def set_setting(self, name: str, value: str) -> None:
        """Keep it, replacing what was there."""


def channel_of(address: Address) -> str:
    """Where a post belongs: `@person_id` or `#name`."""
    return f"@{address.person_id}" if isinstance(address, ToPerson) else f"#{address.channel.lstrip('#')}"
