"""Server-sent events: what changed in the reader's channels since the last event they saw, and how much is unread.

Event ids are change numbers of the memory. A page that was away says the last one it saw and gets everything after it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from adapters.web.lines import LineView
from adapters.web.memory import Line, Memory
from adapters.web.watchers import Watch
from flows.plain import Plain

HEARTBEAT = 15.0
"""Seconds; also how late a change is seen that another process wrote."""
BATCH = 200


@dataclass(frozen=True)
class Viewer:
    """A page: whose it is, the channel it shows ("" on the Home tab), and how it draws lines by now."""

    person: str
    channel: str
    view: Callable[[], Awaitable[LineView]]


class Stream:
    """Writes the events of one page, from a change number on."""

    def __init__(self, memory: Memory, viewer: Viewer, since: int) -> None:
        self._memory = memory
        self._viewer = viewer
        self.since = since

    async def events(self, watch: Watch) -> AsyncIterator[str]:
        """Events until the server stops; a comment when nothing happened for a while."""
        news = True
        yield "retry: 1000\n\n"
        while not watch.closing:
            watch.look()
            view = await self._viewer.view()
            channels = view.roster.channels_of(self._viewer.person)
            changes = await self._memory.changes(channels, self.since, BATCH)
            for line in changes:
                self.since = line.change
                if line.channel == self._viewer.channel:
                    yield event("line", await self._line(line, view), line.change)
            if changes or news:
                yield event("counts", await self._counts(channels), self.since)
            if len(changes) < BATCH:
                news = await watch.wait(HEARTBEAT)
                if not news:
                    yield ": still here\n\n"

    async def _line(self, line: Line, view: LineView) -> Mapping[str, Plain]:
        says = f"{view.roster.name(line.author)}: {view.pen.plain(line.body.summary)}"
        parent = await self._memory.line(line.channel, line.thread) if line.thread else None
        return {
            "key": line.key,
            "thread": line.thread,
            "html": view.line(line),
            "day": view.separator(line),
            "parent": view.line(parent) if parent else None,
            "pin": view.pin(line) if line.body.pinned else None,
            "says": f"Edited. {says}" if line.edited_at else says,
            "mine": line.author == self._viewer.person,
        }

    async def _counts(self, channels: tuple[str, ...]) -> Mapping[str, Plain]:
        return {
            "channels": dict(await self._memory.unread(self._viewer.person, channels)),
            "people": dict(await self._memory.unread_direct()),
        }


def event(name: str, data: Mapping[str, Plain], number: int) -> str:
    """One event on the wire; JSON holds no line end, so one data line is enough."""
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
