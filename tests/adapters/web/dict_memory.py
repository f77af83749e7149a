"""The local workspace's memory in dictionaries, for tests of the adapter alone; the product's is in storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adapters.web.memory import Entry, Line
from flows.errors import Unavailable


class DictMemory:
    """Fits `adapters.web.memory.Memory`. `down` makes every method raise Unavailable."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Line] = {}
        self.marks: dict[tuple[str, str], int] = {}
        self.settings: dict[str, str] = {}
        self.change = 0
        self.down = False

    def _check(self) -> None:
        if self.down:
            raise Unavailable("the database is away")

    async def put(self, entry: Entry) -> Line:
        self._check()
        old = self.kept.get((entry.channel, entry.key))
        if old and old.body == entry.body:
            return old
        self.change += 1
        if old:
            line = replace(old, body=entry.body, edited_at=entry.at, change=self.change)
        else:
            line = Line(
                self.change, self.change, entry.channel, entry.key, entry.author, entry.body, entry.at, entry.thread
            )
        self.kept[entry.channel, entry.key] = line
        if entry.thread and not old and (root := self.kept.get((entry.channel, entry.thread))):
            self.kept[root.channel, root.key] = replace(root, replies=root.replies + 1, replied_at=entry.at)
        return line

    async def line(self, channel: str, key: str) -> Line | None:
        self._check()
        return self.kept.get((channel, key))

    def _of(self, channel: str) -> list[Line]:
        return sorted((line for line in self.kept.values() if line.channel == channel), key=lambda line: line.number)

    async def lines(self, channel: str, before: int | None = None, limit: int = 50) -> tuple[Line, ...]:
        self._check()
        wanted = [line for line in self._of(channel) if not line.thread and (before is None or line.number < before)]
        return tuple(wanted[-limit:])

    async def thread(self, channel: str, key: str) -> tuple[Line, ...]:
        return tuple(line for line in self._of(channel) if line.thread == key)

    async def changes(self, channels: tuple[str, ...], since: int, limit: int = 200) -> tuple[Line, ...]:
        wanted = [line for line in self.kept.values() if line.channel in channels and line.change > since]
        return tuple(sorted(wanted, key=lambda line: line.change)[:limit])

    async def last_change(self) -> int:
        self._check()
        return self.change

    async def mark_read(self, person: str, channel: str) -> None:
        self.marks[person, channel] = self.change

    async def read_up_to(self, person: str, channel: str) -> int:
        return self.marks.get((person, channel), 0)

    def _unread(self, person: str, channel: str) -> int:
        mark = self.marks.get((person, channel), 0)
        return sum(line.number > mark and line.author != person for line in self._of(channel))

    async def unread(self, person: str, channels: tuple[str, ...]) -> Mapping[str, int]:
        counts = {channel: self._unread(person, channel) for channel in channels}
        return {channel: count for channel, count in counts.items() if count}

    async def unread_direct(self) -> Mapping[str, int]:
        people = {line.channel[1:] for line in self.kept.values() if line.channel.startswith("@")}
        counts = {person: self._unread(person, f"@{person}") for person in people}
        return {person: count for person, count in counts.items() if count}

    async def setting(self, name: str) -> str | None:
        return self.settings.get(name)

    async def set_setting(self, name: str, value: str) -> None:
        self.settings[name] = value
