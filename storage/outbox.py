"""Posts on their way out, queued in the transaction of the change that causes them.

A key is a place on screen. Writers only add rows or change rows of their own keys: no row of an address is touched by
all who write to it (storage/lanes.py does the rest).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from secrets import token_hex
from typing import cast

from flows.effects import Card, Content, Moved, Post, Promise
from flows.messages import Address, ToChannel, ToPerson
from flows.wire import Wire
from storage.connections import Change, Connection, Row, Value
from storage.copies import copied, copied_row
from storage.instants import micros, micros_or_none
from storage.outbox_statements import (
    ADD,
    CONTENT,
    FIND,
    LAST,
    MOVE,
    MOVE_ONE,
    REDRAW,
    REPLACE,
    TERMS,
    TOUCH,
    WITHDRAW,
    WITHDRAW_ROW,
    Found,
    State,
)

CONTENT_KIND = cast(type[Content], Content)
"""A union works as a type on the wire."""
Queued = tuple[Post, dict[str, Value]]
"""A post and the row it would be."""


MAIL = "mail:"
"""How the address of a mail begins."""


def lane(address: Address) -> str:
    """The address as text: `@person_id`, `mail:person_id` or `#channel`."""
    if isinstance(address, ToPerson) and address.by_mail:
        return f"{MAIL}{address.person_id}"
    return f"@{address.person_id}" if isinstance(address, ToPerson) else f"#{address.channel}"


def address_of(text: str) -> Address:
    """The address that `lane` wrote."""
    if text.startswith(MAIL):
        return ToPerson(text.removeprefix(MAIL), by_mail=True)
    return ToPerson(text[1:]) if text.startswith("@") else ToChannel(text[1:])


class Outbox:
    """What one transaction queues and withdraws; written at its end.

    `twice`: posts to channels go to two chats. Each has its own key and lane, so that each is sent, edited and found by
    itself.
    """

    __slots__ = ("_moved", "_posts", "_prefixes", "_twice")

    def __init__(self, *, twice: bool = False) -> None:
        self._twice = twice
        self._moved: list[Moved] = []
        self._posts: dict[str, Post] = {}
        self._prefixes: list[str] = []

    def queue(self, posts: Iterable[Post]) -> None:
        """Adds posts; a later one with the same key replaces an earlier one."""
        for post in posts:
            self._posts.pop(post.key, None)
            self._posts[post.key] = post

    def withdraw(self, prefix: str) -> None:
        """Drops what is waiting under keys that begin so."""
        self._prefixes.append(prefix)
        self._posts = {key: post for key, post in self._posts.items() if not key.startswith(prefix)}

    def move(self, moved: Moved) -> None:
        """Gives everything that waits for a time of this person the new time."""
        self._moved.append(moved)

    def forget(self) -> None:
        """Drops what was asked so far."""
        self._moved.clear()
        self._posts.clear()
        self._prefixes.clear()

    def changes(
        self, connection: Connection, wire: Wire, organisation_id: str, now: datetime, *, begun: frozenset[str]
    ) -> list[Change]:
        """The rows to write. Looks up once what is on screen and what waits; nothing of records just `begun`, by id."""
        of = {"organisation": organisation_id}
        changes = [Change(WITHDRAW, [{**of, "prefix": prefix, "beyond": prefix + LAST}]) for prefix in self._prefixes]
        here: dict[str, Value] = {**of, "now": micros(now)}
        changes += [_moving(here, moved) for moved in self._moved]
        new = token_hex(16) if self._posts else ""  # a digest that there never was, in no process and no fork of one
        contents = {id(post.message): post.message for post in self._posts.values()}  # several often show the same card
        written = {at: wire.dump(content, CONTENT_KIND) for at, content in contents.items()}
        posts = [(post, _row(written[id(post.message)], here, post, new)) for post in self._posts.values()]
        posts += [
            (copied(post), copied_row(row)) for post, row in posts if self._twice and isinstance(post.to, ToChannel)
        ]
        if not self._prefixes:
            posts = _untouched(connection, posts)
        asked = [post.key for post, _ in posts if not _is_first(post, begun)]
        found = dict(zip(asked, connection.each(FIND, [{**of, "key": key} for key in asked]), strict=True))
        for post, row in posts:
            rows = found.get(post.key, [])
            known = [one for one in (Found(*row) for row in rows) if not self._withdrawn(post, one)]
            changes += planned(post, known, row, _highest(rows))
        return [
            Change(statement, [values for change in same for values in change.values])
            for statement, same in groupby(changes, key=lambda change: change.statement)
        ]

    def _withdrawn(self, post: Post, found: Found) -> bool:
        if found.uncertain and post.promise is Promise.REFRESH:
            return False  # an attempt is under way: if it gets onto the screen, it must not stay as it was
        return found.state == State.WITHDRAWN or (
            found.state in (State.WAITING, State.SENDING)
            and any(post.key.startswith(prefix) for prefix in self._prefixes)
        )


def _is_first(post: Post, begun: frozenset[str]) -> bool:
    """Whether it is a card of a new record under that record's own key, so that there can be none before it."""
    card = post.message
    return isinstance(card, Card) and card.of in begun and post.key.startswith(f"{card.drawing}/{card.of}/")


def _untouched(connection: Connection, posts: list[Queued]) -> list[Queued]:
    """What is left after refreshed cards have been noted on rows that wait to be sent anyway."""
    cards = [(post, row) for post, row in posts if post.promise is Promise.REFRESH and isinstance(post.message, Card)]
    touched = connection.met(TOUCH, [row for _, row in cards])
    done = {post.key for (post, _), met in zip(cards, touched, strict=True) if met}
    return [(post, row) for post, row in posts if post.key not in done] if done else posts


def planned(post: Post, known: Sequence[Found], row: dict[str, Value], highest: int) -> list[Change]:
    """What becomes of a post: nothing, a changed row, or a new one."""
    here = [found for found in known if found.address == row["address"] and found.state != State.PARKED]
    moved = [found.seq for found in known if found.address != row["address"] and found.state == State.WAITING]
    clear = [Change(WITHDRAW_ROW, [{"row": seq} for seq in moved])] if moved else []
    latest = max(here, key=lambda found: (found.version, found.seq), default=None)
    if latest is not None and latest.digest == row["digest"]:
        return clear
    if latest is not None and latest.state == State.WAITING and not latest.uncertain:
        on_screen = any(found is not latest for found in here)
        return [*clear, *_in_place(post, latest, row, on_screen)]
    if latest is None and post.promise is Promise.REFRESH:
        return clear
    if latest is not None:
        row = _as_edit(row)
    return [*clear, Change(ADD, [{**row, "version": highest + 1}])]


def _in_place(post: Post, waiting: Found, row: dict[str, Value], on_screen: bool) -> list[Change]:
    """The waiting row gets the new content; a refresh leaves its terms alone."""
    if post.promise is Promise.REFRESH:
        return [Change(REDRAW, [{**{name: row[name] for name in CONTENT}, "row": waiting.seq}])]
    row = _as_edit(row) if on_screen else row
    return [Change(REPLACE, [{**{name: row[name] for name in (*CONTENT, *TERMS)}, "row": waiting.seq}])]


def _as_edit(row: dict[str, Value]) -> dict[str, Value]:
    """An edit in place is silent, so it goes at once."""
    return {**row, "ready_at": row["now"], "wake_at": row["now"]}


def _row(message: str, here: Mapping[str, Value], post: Post, new: str) -> dict[str, Value]:
    """The row of a post. `message`: its content; `new`: the digest of what counts as changed whatever it says."""
    address = lane(post.to)
    ready = micros_or_none(post.not_before) or here["now"]  # one in the past is late already, and will say so
    return {
        **here,
        "key": post.key,
        "address": address,
        "message": message,
        "digest": new if isinstance(post.message, Card) else _digest(address, message),
        "promise": post.promise.value,
        "thread": post.thread,
        "ready_at": ready,
        "wake_at": ready,
        "expires": micros_or_none(post.expires),
    }


def _digest(address: str, message: str) -> str:
    """By which a change is seen. A card is drawn when it is sent and may look different each time it is queued."""
    return sha256(f"{address}\n{message}".encode()).hexdigest()


def content_of(wire: Wire, written: str) -> Content:
    """What a row of the outbox is to show."""
    return wire.load(CONTENT_KIND, written)


def _moving(here: dict[str, Value], moved: Moved) -> Change:
    values = {**here, "address": lane(ToPerson(moved.person_id)), "at": micros(moved.at)}
    return Change(MOVE, [values]) if moved.key is None else Change(MOVE_ONE, [{**values, "key": moved.key}])


def _highest(rows: Sequence[Row]) -> int:
    return max((row[1] for row in rows), default=0)
