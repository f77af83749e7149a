"""Who and what is here, kept between requests: a press asks nobody for the directory."""

from __future__ import annotations

import asyncio
from zlib import crc32

from adapters.web.memory import ACCORD
from adapters.web.ports import Channel, Directory, People
from flows.calendar import zone_named
from flows.people import Person

TONES = 8


class Roster:
    """One directory, indexed. Channels go by the id that the memory uses: `#name`, `@person_id`."""

    def __init__(self, directory: Directory) -> None:
        self.people = {person.id: person for person in directory.people}
        self.titles = directory.titles
        self.channels = {f"#{channel.name.lstrip('#')}": channel for channel in directory.channels}
        self._of = {person: self._channels_of(person) for person in self.people}

    def _channels_of(self, person: str) -> tuple[str, ...]:
        return (f"@{person}", *(name for name, channel in self.channels.items() if person in channel.members))

    def channels_of(self, person: str) -> tuple[str, ...]:
        """What this person can see: their direct messages, then their channels."""
        return self._of.get(person, ())

    def has(self, channel: str) -> bool:
        """Whether there is such a channel, or such a person to write to."""
        return channel in self.channels or (channel[:1] == "@" and channel[1:] in self.people)

    def channel(self, channel: str) -> Channel | None:
        """A channel by `#name`, or None; direct messages have none."""
        return self.channels.get(channel)

    def name(self, author: str) -> str:
        """What somebody is called; who has left keeps their id."""
        if author == ACCORD:
            return "Accord"
        person = self.people.get(author)
        return person.name if person else author


class Rosters:
    """The current roster: loaded when asked for afresh, else as it was."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._kept: Roster | None = None
        self._asked = self._as_of = 0  # times that somebody looked or rang; the one of which `_kept` is

    async def current(self) -> Roster:
        """The roster as last loaded."""
        return self._kept or await self.fresh()

    def forget(self) -> None:
        """It is loaded again when it is next asked for; what is being loaded now may be from before."""
        self._asked += 1
        self._kept, self._as_of = None, self._asked

    async def fresh(self) -> Roster:
        """The roster as of now."""
        self._asked += 1
        asked = self._asked
        directory = await self._people.directory()
        await asyncio.to_thread(_read_zones, directory.people)
        found = Roster(directory)
        if asked > self._as_of:
            self._kept, self._as_of = found, asked
        return found

    async def person(self, person_id: str) -> Person | None:
        """A person; whoever is not known yet is looked for once more."""
        found = (await self.current()).people.get(person_id)
        return found or (await self.fresh()).people.get(person_id)


def _read_zones(people: tuple[Person, ...]) -> None:
    """Zones are read from files: here, so that the event loop never waits for a disk."""
    for zone in {person.zone for person in people}:
        zone_named(zone)


def initials(name: str) -> str:
    """One or two letters that stand for somebody: "MN"."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


def tone(person: str) -> int:
    """Which of the few colours of avatars is theirs."""
    return crc32(person.encode()) % TONES
