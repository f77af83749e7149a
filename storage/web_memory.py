"""What the local workspace remembers: its lines of chat, how far each person has read, and small settings.

It fits `adapters.web.memory.Memory` by shape. `#name` is a channel, `@person_id` that person's direct messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from flows.messages import Message
from flows.wire import Wire
from storage import web_statements as sql
from storage.connections import Change, Connection, Row, Values
from storage.instants import instant, instant_or_none, micros
from storage.store import Store

L_co = TypeVar("L_co", covariant=True)


class Entry(Protocol):
    """One line of chat to put."""

    @property
    def channel(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def body(self) -> Message: ...
    @property
    def at(self) -> datetime: ...
    @property
    def thread(self) -> str | None: ...


class MakeLine(Protocol[L_co]):
    """Builds a line as the workspace knows it, from its fields."""

    def __call__(
        self,
        *,
        number: int,
        change: int,
        channel: str,
        key: str,
        author: str,
        body: Message,
        at: datetime,
        thread: str | None,
        edited_at: datetime | None,
        replies: int,
        replied_at: datetime | None,
    ) -> L_co: ...


class WebMemory(Generic[L_co]):
    """The memory of one organisation's local workspace. Raises StoreUnavailable when the database is away."""

    def __init__(self, store: Store, organisation_id: str, make_line: MakeLine[L_co]) -> None:
        self._store = store
        self._of: Mapping[str, str] = {"organisation": organisation_id}
        self._turn = f"chat of {organisation_id}"
        self._make_line = make_line

    async def put(self, entry: Entry) -> L_co:
        """Keeps a line, once per (channel, key); another body for the same key edits it in place.

        What this process puts at once goes together: apart, each would wait for the lock of the one before.
        """
        return await self._store.change(lambda connection: self._put(connection, entry), self._turn)

    async def line(self, channel: str, key: str) -> L_co | None:
        """One line, or None."""
        found = await self._lines(sql.LINE, {"channel": channel, "key": key})
        return found[0] if found else None

    async def lines(self, channel: str, before: int | None = None, limit: int = 50) -> tuple[L_co, ...]:
        """The newest `limit` lines of a channel that hang under no other, numbered below `before`; oldest first."""
        values: Values = {"channel": channel, "before": sql.LAST if before is None else before, "limit": limit}
        return (await self._lines(sql.NEWEST, values))[::-1]

    async def thread(self, channel: str, key: str) -> tuple[L_co, ...]:
        """What hangs under a line, oldest first, without the line itself."""
        return await self._lines(sql.THREAD, {"channel": channel, "key": key})

    async def changes(self, channels: tuple[str, ...], since: int, limit: int = 200) -> tuple[L_co, ...]:
        """Lines of these channels whose change number is above `since`, in that order."""
        asked: list[Values] = [{**self._of, "channel": channel, "since": since, "limit": limit} for channel in channels]
        found = await self._store.look(lambda connection: connection.each(sql.CHANGES, asked))
        rows = sorted((row for rows in found for row in rows), key=lambda row: int(row[1]))
        return tuple(self._made(rows[:limit]))

    async def last_change(self) -> int:
        """The highest change number; 0 when nothing was ever said."""
        rows = await self._rows(sql.LAST_CHANGE, {})
        return int(rows[0][0] or 0)

    async def mark_read(self, person: str, channel: str) -> None:
        """This person has now seen every line of the channel there is, threads included."""
        await self._change(sql.MARK, {"person": person, "channel": channel})

    async def read_up_to(self, person: str, channel: str) -> int:
        """The mark of this person in this channel; 0 when there is none."""
        rows = await self._rows(sql.MARKED, {"person": person, "channel": channel})
        return int(rows[0][0]) if rows else 0

    async def unread(self, person: str, channels: tuple[str, ...]) -> Mapping[str, int]:
        """For each channel that has any: how many lines above this person's mark others wrote, threads included."""
        asked = [{**self._of, "person": person, "channel": channel} for channel in channels]
        found = await self._store.look(lambda connection: connection.each(sql.UNREAD, asked))
        return {channel: int(rows[0][0]) for channel, rows in zip(channels, found, strict=True) if rows[0][0]}

    async def unread_direct(self) -> Mapping[str, int]:
        """For each person id that has any: the same count for their direct messages."""
        return {channel[1:]: int(count) for channel, count in await self._rows(sql.UNREAD_DIRECT, {})}

    async def setting(self, name: str) -> str | None:
        """A small thing that was kept; None when it was never set."""
        rows = await self._rows(sql.SETTING, {"name": name})
        return str(rows[0][0]) if rows else None

    async def set_setting(self, name: str, value: str) -> None:
        """Keeps it, replacing what was there."""
        await self._change(sql.SET, {"name": name, "value": value})

    def _put(self, connection: Connection, entry: Entry) -> L_co:
        connection.lock(sql.LINES)  # so that change numbers are seen in their order
        this = {**self._of, "channel": entry.channel, "key": entry.key}
        body = self._wire.dump(entry.body)
        known = connection.rows(sql.LINE, this)
        if not known or known[0][sql.BODY] != body:
            change = int(connection.rows(sql.LAST_CHANGE, self._of)[0][0] or 0) + 1
            values: Values = {**this, "body": body, "at": micros(entry.at), "change": change}
            if known:
                connection.change([Change(sql.EDIT, [values], exactly_one=True)])
            else:
                connection.change([Change(sql.ADD, [{**values, "thread": entry.thread, "author": entry.author}])])
            known = connection.rows(sql.LINE, this)
        return next(iter(self._made(known)))

    def _made(self, rows: Iterable[Row]) -> Iterable[L_co]:
        for number, change, channel, key, author, body, at, thread, edited_at, replies, replied_at in rows:
            yield self._make_line(
                number=number,
                change=change,
                channel=channel,
                key=key,
                author=author,
                body=self._wire.load(Message, body),
                at=instant(at),
                thread=thread,
                edited_at=instant_or_none(edited_at),
                replies=replies,
                replied_at=instant_or_none(replied_at),
            )

    @property
    def _wire(self) -> Wire:
        return self._store.wire

    async def _lines(self, statement: sql.Statement, values: Values) -> tuple[L_co, ...]:
        return tuple(self._made(await self._rows(statement, values)))

    async def _rows(self, statement: sql.Statement, values: Values) -> list[Row]:
        return await self._store.look(lambda connection: connection.rows(statement, {**self._of, **values}))

    async def _change(self, statement: sql.Statement, values: Values) -> None:
        await self._store.change(lambda connection: connection.change([Change(statement, [{**self._of, **values}])]))
