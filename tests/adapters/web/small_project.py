"""A small project behind the local workspace: an engine, a grammar and a clock that do just enough to be talked to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.intake import Completion
from adapters.platform import Outgoing
from adapters.web.ports import LOCAL, Channel, Directory, Upcoming
from adapters.web.workspace import LocalWorkspace, Parts
from flows.commands import Actor, Command, Place
from flows.effects import Outcome, Refusal
from flows.errors import Invalid, Unavailable
from flows.messages import Address, Button, Buttons, Message, Picture, Style, Text, ToChannel, ToPerson
from flows.phrases import Instant, Phrase, as_phrase
from flows.wire import Wire
from tests.adapters.web.dict_memory import DictMemory
from tests.adapters.web.small_commands import (
    COMMANDS,
    MONDAY,
    PEOPLE,
    TITLES,
    AskToEscalate,
    Escalate,
    Pass,
    ShowHome,
    Speak,
    Stand,
    Take,
)
from tests.adapters.web.small_messages import escalation, escalation_form, grid, home, summary, welcome


@dataclass
class SmallClock:
    """Starts on a Monday and moves only when skipped."""

    at: datetime = MONDAY
    skipped: Callable[[datetime], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return self.at

    async def upcoming(self) -> tuple[Upcoming, ...]:
        due = (
            Upcoming("Nudge: Ben O’Hara", MONDAY + timedelta(hours=23)),
            Upcoming("Answers due: Line 3 MES roll-out", MONDAY + timedelta(days=4, hours=7)),
            Upcoming("Weekly digest in #line3-mes", MONDAY + timedelta(days=7)),
        )
        return tuple(item for item in due if item.at > self.at)

    async def skip(self, to: datetime) -> None:
        self.at = to
        if self.skipped:
            await self.skipped(to)


class SmallGrammar:
    """`/escalate`, `/align status`, `/align help`; anything else is spoken."""

    completions = (
        Completion("/align help", "What you can do here"),
        Completion("/align status", "Where the project stands, only for you"),
        Completion("/align new", "Set up a project"),
        Completion("/escalate", "Bring a tradeoff to the person who decides it"),
        Completion("/decisions record", "Record a decision"),
        Completion("/decisions", "The decision log"),
    )
    home: Command = ShowHome()

    def parse(self, text: str, place: Place) -> Command:
        if text == "/escalate":
            return AskToEscalate()
        if text == "/align status":
            return Take("status")
        if text.startswith("/"):
            raise Invalid("I do not know {typed}. Type /align help to see what I understand.", typed=text.split()[0])
        return Speak(text, place.channel)


@dataclass
class SmallEngine:
    """Remembers what it was asked, answers once per event id, and keeps the chosen stances."""

    clock: SmallClock
    asked: list[tuple[Actor, Command, str]] = field(default_factory=list)
    answered: dict[str, Outcome] = field(default_factory=dict)
    stances: dict[str, str] = field(default_factory=dict)
    away: int = 0
    """How many times from now on the database is away."""
    changed: Callable[[], Awaitable[None]] | None = None

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        if self.away:
            self.away -= 1
            raise Unavailable("the database is away")
        if event_id not in self.answered:
            self.asked.append((actor, command, event_id))
            self.answered[event_id] = await self._carry_out(command)
        return self.answered[event_id]

    async def _carry_out(self, command: Command) -> Outcome:
        if isinstance(command, Stand):
            self.stances[command.risk] = command.stance
            if self.changed:
                await self.changed()
            return None
        if isinstance(command, AskToEscalate):
            return escalation_form()
        if isinstance(command, Escalate):
            return judged(command)
        if isinstance(command, ShowHome):
            return home()
        if isinstance(command, Speak):
            if command.text == "break":
                raise ZeroDivisionError
            if command.text == "preview":
                return preview()
            return Message("Noted.") if command.channel is None else None
        if isinstance(command, Pass):
            return Message(Phrase("Passed on to {who}.", who=command.to))
        return Message(Phrase("“{topic}” is yours.", topic="Launch date"))


def preview() -> Message:
    """A private answer with buttons of its own: a look, a form, and what concludes it."""
    buttons = (
        Button("Look", Take("look")),
        Button("Change", AskToEscalate()),
        Button("Send it", Pass("adam"), Style.PRIMARY),
    )
    return Message("Nothing is sent yet.", (Text("Nothing is sent yet."), Buttons(buttons)))


def judged(command: Escalate) -> Outcome:
    """What the form is answered: a sentence at each field, or thanks."""
    problems = {}
    if not command.values.get("topic"):
        problems["topic"] = as_phrase("Say in one sentence what has to be decided.")
    if str(command.values.get("deadline", "")) <= "2027-01-11":
        problems["deadline"] = as_phrase("The deadline must lie ahead: from 12 January on.")
    if problems:
        return Refusal(as_phrase("Please look at the marked fields."), problems)
    return Message(Phrase("Sent to {who}, who decides speed/scope.", who=PEOPLE[1].who))


@dataclass
class Small:
    """Everything of the small project."""

    workspace: LocalWorkspace
    engine: SmallEngine
    memory: DictMemory
    clock: SmallClock
    people: SmallPeople

    async def post(self, key: str, to: Address, message: Message, thread: str | None = None) -> None:
        """Accord says something."""
        await self.workspace.platform.send(Outgoing(LOCAL, key, to, message, thread))

    async def begin(self) -> None:
        """A week of chat."""
        await self.post("ask/maria", ToPerson("maria"), welcome())
        self.clock.at += timedelta(hours=2)
        await self.post("grid/maria", ToPerson("maria"), grid(self.engine.stances))
        await self.post("summary", ToChannel("line3-mes"), summary())
        details = Message("Details: outcome. Five of six functions name the paperless shift.")
        await self.post("summary/1", ToChannel("line3-mes"), details, thread="summary")
        self.clock.at += timedelta(days=1)
        await self.post("escalation/1", ToPerson("maria"), escalation())
        await self.post("ask/ben", ToPerson("ben"), welcome())


@dataclass
class SmallPeople:
    """The directory."""

    found: Directory

    async def directory(self) -> Directory:
        return self.found


def small_project(draw: Callable[[Picture], bytes] = lambda picture: picture.title.encode()) -> Small:
    """A workspace with five people and one channel; nothing said yet."""
    clock, memory = SmallClock(), DictMemory()
    engine = SmallEngine(clock)
    members = tuple(person.id for person in PEOPLE if person.id != "quiet")
    people = SmallPeople(Directory(PEOPLE, (Channel("line3-mes", "Line 3 MES roll-out", members),), TITLES))
    parts = Parts(
        engine=engine,
        grammar=SmallGrammar(),
        people=people,
        memory=memory,
        clock=clock,
        wire=Wire(COMMANDS),
        draw_picture=draw,
    )
    small = Small(LocalWorkspace(parts), engine, memory, clock, people)

    async def redraw() -> None:
        await small.post("grid/maria", ToPerson("maria"), grid(engine.stances))

    async def skipped(to: datetime) -> None:
        text = Phrase("This is a reminder, at {at}.", at=Instant(to))
        await small.post(f"nudge/{to.isoformat()}", ToPerson("maria"), Message(text))

    engine.changed, clock.skipped = redraw, skipped
    return small
