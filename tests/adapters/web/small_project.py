"""A small project behind the local workspace: an engine, a grammar and a clock that do just enough to be talked to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.platform import Outgoing
from adapters.web.ports import LOCAL, Channel, Completion, Directory, Upcoming
from adapters.web.workspace import LocalWorkspace, Parts
from flows.commands import Actor, Command, FormCommand, Place
from flows.effects import Outcome, Refusal
from flows.errors import Invalid, Unavailable
from flows.forms import ChoiceField, ChoicesField, DateField, Form, Option, Section, TextField, TimeField
from flows.messages import (
    Address,
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Mark,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Style,
    Text,
    ToChannel,
    ToPerson,
)
from flows.people import Person
from flows.phrases import Count, Instant, Link, Phrase, Quote, as_phrase
from flows.wire import Wire
from tests.adapters.web.dict_memory import DictMemory

STANCES = ("Acceptable", "Acceptable if …", "Not acceptable", "No view")
RISKS = ("Production stop", "Loss of recorded data", "Manual double work", "Audit finding")


@dataclass(frozen=True)
class Stand(Command):
    """A stance on a risk: one press."""

    risk: str
    stance: str


@dataclass(frozen=True)
class Take(Command):
    """Acknowledge the escalation."""

    words: str = ""


@dataclass(frozen=True)
class Pass(Command):
    """Pass it on to somebody."""

    to: str


@dataclass(frozen=True)
class AskToEscalate(Command):
    """Open the form."""


@dataclass(frozen=True)
class Escalate(FormCommand):
    """Submit the form."""

    project: str = "line3"


@dataclass(frozen=True)
class ShowHome(Command):
    """The Home tab."""


@dataclass(frozen=True)
class Speak(Command):
    """Anything typed that is no slash command."""

    text: str = ""
    channel: str | None = None


COMMANDS = {kind.__name__: kind for kind in (Stand, Take, Pass, AskToEscalate, Escalate, ShowHome, Speak)}
PEOPLE = (
    Person("adam", "Adam Wolski", zone="Europe/Warsaw"),
    Person("maria", "Maria Nowak", zone="Europe/Warsaw"),
    Person("ben", "Ben O’Hara", zone="America/New_York"),
    Person("ewa", "Ewa Zielińska", zone="Europe/Warsaw"),
    Person("quiet", "Piotr Łuczak", zone="Europe/Warsaw"),
)
TITLES = {"adam": "Sponsor", "maria": "Operations", "ben": "IT", "ewa": "Facilitator"}
MONDAY = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


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
            return Message("Noted.") if command.channel is None else None
        if isinstance(command, Pass):
            return Message(Phrase("Passed on to {who}.", who=command.to))
        return Message(Phrase("“{topic}” is yours.", topic="Launch date"))


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


def escalation_form() -> Form:
    """Every kind of field once."""
    return Form(
        "Escalate a tradeoff",
        Escalate(),
        (
            TextField("topic", "Decision needed", "One sentence, as a question.", required=True, limit=200),
            ChoiceField(
                "axis",
                "What pulls apart?",
                (Option("speed/scope", "Speed and scope"), Option("cost/quality", "Cost and quality")),
                required=True,
            ),
            TextField("options", "Options", "At least two, one per line.", multiline=True),
            Section("Until when", "The clock runs in the decider’s working hours."),
            DateField("deadline", "Deadline", required=True),
            TimeField("at", "Time"),
            ChoicesField("tell", "Who should hear of it?", tuple(Option(p.id, p.name) for p in PEOPLE)),
            ChoiceField("decider", "Decider", tuple(Option(f"p{n}", f"Person {n}") for n in range(9))),
        ),
        submit="Escalate",
        intro=Phrase("This goes to {who}, because {why}.", who=PEOPLE[1].who, why="speed/scope is theirs to decide"),
    )


def home() -> Message:
    """The Home tab."""
    return Message(
        "What waits for you",
        (
            Header("What waits for you"),
            Text("Two things, the first one today."),
            Header("Answers for Line 3 MES roll-out"),
            Facts((("Due", Phrase("{at}", at=Instant(MONDAY + timedelta(days=4)))), ("Answered", "4 of 12 questions"))),
            Buttons((Button("Go on answering", Take(), Style.PRIMARY), Button("Hand over", AskToEscalate()))),
        ),
    )


def welcome() -> Message:
    """The first message of the round."""
    due = Instant(MONDAY + timedelta(days=4, hours=7))
    return Message(
        "Line 3 MES roll-out: your view as Operations",
        (
            Header("Line 3 MES roll-out: your view as Operations"),
            Text(
                Phrase(
                    "{sponsor} asks six functions for their view before {kickoff}. It takes about {minutes}, "
                    "and you can stop and go on at any time, until {due}.",
                    sponsor=PEOPLE[0].who,
                    kickoff=Instant(MONDAY + timedelta(days=21)),
                    minutes=Count(20, "minute", "minutes"),
                    due=due,
                )
            ),
            Buttons(
                (
                    Button("Start", Take(), Style.PRIMARY),
                    Button("Answer as a form", AskToEscalate()),
                    Button(
                        "Hand over", Pass("jan"), confirm="Jan Lis will answer for Operations. You can take it back."
                    ),
                )
            ),
            Note("Nobody sees your answers before the round closes."),
        ),
    )


def grid(stances: dict[str, str]) -> Message:
    """The risk grid."""
    rows = tuple(
        GridRow(
            risk,
            tuple(Button(stance, Stand(risk, stance), about=risk) for stance in STANCES),
            chosen=stances.get(risk, ""),
            note="You set a limit of 4 h." if stances.get(risk) == STANCES[1] else "",
        )
        for risk in RISKS
    )
    done = Count(len(stances), "risk", "risks")
    return Message(
        "Which risks are acceptable?",
        (
            Header("Question 5 of 12: which risks are acceptable?"),
            Note("One press each. “Not acceptable” means: not even if the project takes longer."),
            Grid(rows),
            Note(Phrase("{done} of {all} answered.", done=done, all=len(RISKS))),
            Buttons((Button("Next question", Take(), Style.PRIMARY), Button("Skip for now", Take("skip")))),
        ),
    )


def escalation() -> Message:
    """An escalation with everything a message can hold."""
    return Message(
        "Escalation: cut the reporting module or move the cut-over?",
        (
            Header("Cut the reporting module or move the cut-over?"),
            Facts(
                (
                    ("Tradeoff", "Speed and scope"),
                    ("Decider", Phrase("{who}, because speed/scope is theirs to decide", who=PEOPLE[1].who)),
                    ("By", Phrase("{at}", at=Instant(MONDAY + timedelta(days=2, hours=6)))),
                )
            ),
            Quoted(
                "If we cut reporting now,\nquality signs nothing in May.", Phrase("{who}, Quality", who=PEOPLE[3].who)
            ),
            Items(
                (
                    Phrase("Cut it: saves {n}, adds double work", n=Count(3, "week", "weeks")),
                    Phrase("Move it: see {link}", link=Link("https://example.com/plan", "the plan")),
                    Phrase("Ben said {words}", words=Quote("both is possible")),
                )
            ),
            Menu("Delegate to …", tuple(Choice(person.name, Pass(person.id)) for person in PEOPLE)),
            Buttons(
                (
                    Button("I’ll take it", Take(), Style.PRIMARY),
                    Button("Decide", AskToEscalate()),
                    Button(
                        "Decline", Take("no"), Style.DANGER, confirm="Say no to deciding this? It then goes to Jan Lis."
                    ),
                )
            ),
        ),
    )


def summary() -> Message:
    """The alignment summary with its picture."""
    rows = ("Leadership", "Operations", "IT", "Quality", "Safety", "Maintenance")
    columns = ("Outcome", "Risks", "Decisions", "Reporting", "Evidence")
    kinds = tuple(Mark)
    marks = tuple(tuple(kinds[(r * 2 + c) % 4] for c in range(len(columns))) for r in range(len(rows)))
    alt = Phrase("Six functions and five topics: {n} in contradiction.", n=Count(7, "cell", "cells"))
    return Message(
        "Alignment summary: 5 of 6 functions answered",
        (
            Header("5 of 6 functions answered, three contradictions to settle"),
            Text(Phrase("{who} and {other} disagree on the longest stop.", who=PEOPLE[1].who, other=PEOPLE[2].who)),
            Picture("Who agrees on what", rows, columns, marks, alt),
        ),
    )


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
