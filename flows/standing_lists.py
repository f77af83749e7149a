"""Messages that list what waits for somebody: drawn anew wherever they are on a screen, so that none goes stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from flows.effects import Card, Post, Promise
from flows.messages import Message, Text, ToPerson


class OnScreen(Protocol):
    """What the messages of a person are looked up by."""

    def on_screen(self, prefix: str, /) -> Sequence[str]:
        """The keys of the newest few messages that are shown under keys that begin so."""


def redrawn(records: OnScreen, prefix: str, person_id: str, card: Card) -> Iterator[Post]:
    """Those of one person's lists that are on their screen."""
    for key in records.on_screen(prefix):
        yield Post(key, ToPerson(person_id), card, Promise.REFRESH)


def nothing_left(where: str) -> Message:
    """A list of which everything has been seen to. `where`: what is typed for the whole of it."""
    title = "Nothing in this message waits for you any more"
    return Message(title, (Text(f"{title}. For all of it, type {where}."),))
