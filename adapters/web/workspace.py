"""The local workspace: people type, press and fill in; each becomes a command, and the outcome is drawn for them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adapters.intake import Engine, Grammar
from adapters.naming import Called
from adapters.web.answers import NOTHING, Answer, draw_outcome
from adapters.web.inbound import (
    LONGEST,
    STALE,
    BadRequest,
    Said,
    Sent,
    command_of,
    event_id_of,
    form_of,
    said_of,
    too_long,
)
from adapters.web.lines import LineView
from adapters.web.memory import Entry, Line, Memory
from adapters.web.pictures import Pictures
from adapters.web.platform import WebPlatform
from adapters.web.ports import LOCAL, Clock, People
from adapters.web.render import NAMED_AS_OURS, Pen
from adapters.web.roster import Roster, Rosters
from adapters.web.watchers import Watchers
from flows.calendar import local_day, same_time
from flows.commands import Actor, Command, Place
from flows.effects import Outcome, Refusal
from flows.errors import FlowError
from flows.files import GiveFiles
from flows.messages import Message, Picture
from flows.people import Person
from flows.phrases import Phrase, as_phrase
from flows.wire import Wire

MENTION = re.compile(r"(?<!\w)@accord\b[,:]?\s*", re.IGNORECASE)
FARTHEST = timedelta(days=366)
MARKED = "Please look at the marked fields."


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the local workspace is put together from. `draw_picture`: PNG bytes of a picture, on any thread.
    `notice`: a sentence on top of every page, "" for none. `charter`: the charter of a project (id) in a format."""

    engine: Engine
    grammar: Grammar
    people: People
    memory: Memory
    clock: Clock
    wire: Wire
    draw_picture: Callable[[Picture], bytes]
    called: Called = NAMED_AS_OURS
    notice: Callable[[], str] = str
    charter: Callable[[str, str], Awaitable[bytes]] | None = None


class LocalWorkspace:
    """One per process. `platform` is what delivery sends to; `watchers` are the open pages."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.rosters = Rosters(parts.people)
        self.watchers = Watchers()
        self.pictures = Pictures(parts.draw_picture, parts.wire)
        self.platform = WebPlatform(parts.memory, self.rosters, parts.clock.now, self.watchers)

    def close(self) -> None:
        """Ends the streams of open pages; the server can stop."""
        self.watchers.close()

    def look_again(self, *, people: bool) -> None:
        """Another process may have changed what is shown; `people`: and who is here."""
        if people:
            self.rosters.forget()
        self.watchers.notify()

    def pen(self, person: Person) -> Pen:
        """Draws for this person."""
        year = self.today(person).year
        return Pen(person.id, person.zone, year, self.encode, self.pictures.url, self.parts.called)

    def encode(self, command: Command) -> str:
        """A command as a button holds it."""
        return self.parts.wire.dump(command, Command)

    def view(self, person: Person, roster: Roster) -> LineView:
        """Draws lines of chat for this person."""
        return LineView(self.pen(person), roster, self.today(person))

    def today(self, person: Person) -> date:
        """Today on this person's calendar."""
        return local_day(self.parts.clock.now(), person.zone)

    async def press(self, person: Person, data: Sent) -> Answer:
        """A pressed button or a chosen line of a menu."""
        command = command_of(data, self.parts.wire)
        return self._drawn(await self.run(person, command, event_id_of(data)), person)

    async def submit(self, person: Person, data: Sent) -> Answer:
        """A filled-in form; a refused one stays open and shows the problems."""
        command = form_of(data, self.parts.wire)
        if long := too_long(command.values):
            problem = as_phrase("Please keep this under 8,000 characters.")
            return self._drawn(Refusal(as_phrase(MARKED), dict.fromkeys(long, problem)), person)
        return self._drawn(await self.run(person, command, event_id_of(data)), person)

    async def say(self, person: Person, data: Sent) -> Answer:
        """A typed text: kept as the person's own line, unless it is a slash command, then carried out."""
        said = said_of(data)
        channel = said.channel or f"@{person.id}"
        if refusal := await self._unsayable(person, channel, said):
            return {**self._drawn(refusal, person), "stored": False}
        if said.text.startswith("/") and not said.files:
            return {**self._drawn(await self._ask(person, channel, said), person), "stored": False}
        line = await self._store(person, channel, said)
        asked = channel.startswith("@") or MENTION.search(said.text)
        outcome = await self._ask(person, channel, said) if asked else None
        view = self.view(person, await self.rosters.current())
        own = {"key": line.key, "thread": line.thread, "html": view.line(line), "day": view.separator(line)}
        return {**self._drawn(outcome, person), "stored": True, "line": own}

    async def _unsayable(self, person: Person, channel: str, said: Said) -> Refusal | None:
        if channel not in (await self.rosters.current()).channels_of(person.id):
            return _refusal("You are not in that channel. Ask the facilitator of the project to add you.")
        if not said.text and not said.files:
            return _refusal("Please type something first.")
        if len(said.text) > LONGEST:
            return _refusal("That is more than 8,000 characters. Please shorten it, or send a link.")
        if said.thread and await self.parts.memory.line(channel, said.thread) is None:
            return _refusal("The message you are replying to is no longer here.")
        return None

    async def _store(self, person: Person, channel: str, said: Said) -> Line:
        words = "\n".join((said.text, *(f"[{file.name}]" for file in said.files))).strip()
        body = Message(Phrase("{words}", words=words))
        entry = Entry(channel, said.event_id, person.id, body, self.parts.clock.now(), thread=said.thread)
        line = await self.parts.memory.put(entry)
        self.watchers.notify()
        return line

    async def _ask(self, person: Person, channel: str, said: Said) -> Outcome:
        place = Place(None if channel.startswith("@") else await self._channel_name(channel), said.thread)
        if said.files:
            words = MENTION.sub("", said.text).strip()
            return await self.run(person, GiveFiles(said.files, words, place.channel, place.thread), said.event_id)
        try:
            command = self.parts.grammar.parse(MENTION.sub("", said.text).strip(), place)
        except FlowError as refusal:
            return Refusal(refusal.phrase)
        return await self.run(person, command, said.event_id)

    async def _channel_name(self, channel: str) -> str:
        found = (await self.rosters.current()).channel(channel)
        return found.name if found else channel.removeprefix("#")

    async def read(self, person: Person, data: Sent) -> Answer:
        """The person has seen a channel."""
        channel = data.get("channel")
        if not isinstance(channel, str) or channel not in (await self.rosters.current()).channels_of(person.id):
            raise BadRequest("You are not in that channel.")
        await self.parts.memory.mark_read(person.id, channel)
        self.watchers.notify()
        return NOTHING

    async def skip(self, person: Person, to: datetime | None, by: str) -> Answer:
        """Moves the clock on to an instant, or by an "hour" or a "day" of the person's wall clock."""
        now = self.parts.clock.now()
        if to is None and by not in ("hour", "day"):
            raise BadRequest(STALE)
        to = to or (now + timedelta(hours=1) if by == "hour" else same_time(now, 1, person.zone))
        if to <= now:
            return self._drawn(_refusal("That moment has passed. The clock only moves forward."), person)
        if to - now > FARTHEST:
            return self._drawn(_refusal("That is more than a year ahead. Please skip in smaller steps."), person)
        await self.parts.clock.skip(to)
        self.watchers.notify()
        return NOTHING

    async def run(self, person: Person, command: Command, event_id: str) -> Outcome:
        """Carries a command out as this person."""
        return await self.parts.engine.run(Actor(LOCAL, person.id, "web"), command, event_id)

    def _drawn(self, outcome: Outcome, person: Person) -> Answer:
        return NOTHING if outcome is None else draw_outcome(outcome, self.pen(person))


def _refusal(words: str) -> Refusal:
    return Refusal(as_phrase(words))
