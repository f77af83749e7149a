"""Whole pages: the sidebar, the clock bar, and a channel, the direct messages or the Home tab beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote
from uuid import uuid4

from markupsafe import Markup

from adapters.web.clockbar import clock_bar
from adapters.web.html import element, together
from adapters.web.pinned import Pinned
from adapters.web.ports import Paper
from adapters.web.roster import Roster, initials, tone
from adapters.web.templates import fill
from adapters.web.workspace import LocalWorkspace
from flows.effects import Refusal
from flows.forms import Form
from flows.people import Person

PAGE = 50
"""Lines shown at once; earlier ones on request."""


@dataclass(frozen=True)
class Door:
    """One entry of the sidebar. `channel`: what its unread mark counts, or ""."""

    href: str
    label: str
    kind: str
    channel: str = ""
    unread: int = 0
    current: bool = False


@dataclass(frozen=True)
class Face:
    """One person to choose."""

    id: str
    name: str
    title: str
    unread: int = 0
    current: bool = False

    @property
    def initials(self) -> str:
        """Letters of the avatar."""
        return initials(self.name)

    @property
    def tone(self) -> int:
        """Colour of the avatar."""
        return tone(self.id)


@dataclass(frozen=True)
class Room:
    """What is beside the sidebar. `channel` is "" on the Home tab; `more`: where earlier lines begin, if any."""

    title: str
    about: str
    channel: str
    kind: str
    body: Markup
    more: int | None = None
    thread: str = ""
    thread_body: Markup = field(default=Markup(""))
    papers: tuple[Paper, ...] = ()
    pins: Markup = field(default=Markup(""))


class Pages:
    """Draws pages of the local workspace."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self._workspace = workspace
        self._memory = workspace.parts.memory
        self._pinned = Pinned(self._memory)

    async def chooser(self) -> str:
        """Choose who you are."""
        roster = await self._workspace.rosters.fresh()
        return fill(
            "chooser.html",
            notice=self._workspace.parts.notice(),
            people=self._faces(roster, await self._memory.unread_direct(), ""),
        )

    async def home(self, person: Person) -> str:
        """What waits for me."""
        outcome = await self._workspace.run(person, self._workspace.parts.grammar.home, f"home/{uuid4()}")
        pen = self._workspace.pen(person)
        if outcome is None or isinstance(outcome, Form):
            body = element("p", "Nothing waits for you.")
        else:
            body = element("p", pen.words(outcome.phrase)) if isinstance(outcome, Refusal) else pen.message(outcome)
        return await self._page(person, Room("Home", "What waits for you", "", "home", body))

    async def direct(self, person: Person, before: int | None, thread: str) -> str:
        """The direct messages with Accord."""
        room = Room("Accord", "Direct messages, only between you and Accord", f"@{person.id}", "dm", Markup(""))
        return await self._channel(person, room, before, thread)

    async def channel(self, person: Person, name: str, before: int | None, thread: str) -> str | None:
        """A channel; None when there is none or the person is not in it."""
        roster = await self._workspace.rosters.fresh()
        channel = roster.channel(f"#{name}")
        if channel is None or person.id not in channel.members:
            return None
        names = ", ".join(roster.name(member) for member in channel.members)
        about = f"{channel.title} · {names}" if channel.title else names
        room = Room(name, about, f"#{name}", "channel", Markup(""), papers=channel.papers)
        return await self._channel(person, room, before, thread)

    async def clock(self, person: Person) -> str:
        """The clock bar alone."""
        return fill("clock.html", clock=await clock_bar(self._workspace.parts.clock, person))

    async def _channel(self, person: Person, room: Room, before: int | None, thread: str) -> str:
        change = await self._memory.last_change()
        lines = await self._memory.lines(room.channel, before, PAGE)
        seen = await self._memory.read_up_to(person.id, room.channel)
        view = self._workspace.view(person, await self._workspace.rosters.current())
        more = lines[0].number if len(lines) == PAGE else None
        root = await self._memory.line(room.channel, thread) if thread else None
        hanging = await self._memory.thread(room.channel, thread) if root else ()
        pins = together(*(view.pin(line) for line in await self._pinned.lines(room.channel)))
        filled = replace(room, body=view.lines(lines, seen), more=more, pins=pins)
        if root:
            filled = replace(filled, thread=root.key, thread_body=view.lines((root, *hanging)))
        return await self._page(person, filled, change)

    async def _page(self, person: Person, room: Room, change: int | None = None) -> str:
        change = await self._memory.last_change() if change is None else change
        roster = await self._workspace.rosters.fresh()
        return fill(
            "page.html",
            person=Face(person.id, person.name, roster.titles.get(person.id, "")),
            people=self._faces(roster, await self._memory.unread_direct(), person.id),
            doors=await self._doors(person, roster, room),
            room=room,
            change=change,
            clock=await clock_bar(self._workspace.parts.clock, person),
            completions=self._workspace.parts.grammar.completions,
            notice=self._workspace.parts.notice(),
        )

    async def _doors(self, person: Person, roster: Roster, room: Room) -> list[Door]:
        channels = roster.channels_of(person.id)
        unread = await self._memory.unread(person.id, channels)
        at = f"/local/{quote(person.id, safe='')}"
        doors = [Door(f"{at}/home", "Home", "home", current=room.kind == "home")]
        for name in channels:
            kind = "dm" if name.startswith("@") else "channel"
            href = f"{at}/dm" if kind == "dm" else f"{at}/c/{quote(name[1:], safe='')}"
            label = "Accord" if kind == "dm" else name[1:]
            doors.append(Door(href, label, kind, name, unread.get(name, 0), room.channel == name))
        return doors

    def _faces(self, roster: Roster, unread: Mapping[str, int], current: str) -> list[Face]:
        return [
            Face(id_, person.name, roster.titles.get(id_, ""), unread.get(id_, 0), id_ == current)
            for id_, person in roster.people.items()
        ]
