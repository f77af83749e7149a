"""Line 3 with six functions, and a desk at which a round can be lived through in simulated time.

The desk keeps records in dictionaries and shows posts as delivery would: the same key edits in place, a refresh of what
is not on screen is dropped, a new message waits for its hour, what has expired is not sent. Everything goes through the
wire codec.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from adapters.drawing import draw_text, message_text
from flows.charter.records import Charter
from flows.commands import CLOCK, Actor, Command
from flows.consent.records import Proposal
from flows.decisions.cast import Cast
from flows.decisions.records import Decision
from flows.effects import Effects, Post, Promise
from flows.errors import FlowError
from flows.evidence import cards as evidence
from flows.evidence.records import Obligation
from flows.forms import Form
from flows.messages import Button, Buttons, Choice, Menu, Message, ToChannel, ToPerson
from flows.people import Absence, Hours, Person
from flows.plain import Plain
from flows.projects.records import Function, Project
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import SubmitAnswers
from flows.questionnaires.template import Kind, Question, Template
from flows.red_lines.records import InForce
from flows.resolving import cards as contradiction
from flows.resolving import telling
from flows.resolving.records import LiveContradiction
from flows.resolving.rules import open_it
from flows.rounds import commands
from flows.rounds.conversation_cards import QUESTION
from flows.rounds.conversation_drawing import draw_question
from flows.rounds.publishing import draw_summary
from flows.rounds.records import Answer, Round, View, ViewState
from flows.second_look import cards as second_look
from flows.wire import Wire
from tests.flows import line3
from tests.flows.drawn import Seen, seen
from tests.flows.round_commands import USE_CASES, WIRE
from tests.flows.round_shelf import Shelf

MONDAY = datetime(2027, 1, 11, 8, tzinfo=UTC)
"""Monday 09:00 in Warsaw, where everybody works from 09:00 to 17:00, Monday to Friday."""

NAMES = {
    "adam": "Adam Wolski",
    "ewa": "Ewa Zawada",
    "maria": "Maria Nowak",
    "jan": "Jan Lis",
    "ben": "Ben Okoye",
    "kim": "Kim Seo",
    "olga": "Olga Ruda",
    "piotr": "Piotr Cichy",
    "rita": "Rita Obca",
}
PROJECT = Project(
    "line3",
    "Line 3 MES",
    kickoff=date(2027, 2, 1),
    zone="Europe/Warsaw",
    sponsor="adam",
    facilitator="ewa",
    channel="line3-mes",
    functions=(
        Function("leadership", "Leadership", "adam", "ewa"),
        Function("operations", "Operations", "maria", "jan"),
        Function("it", "IT", "ben"),
        Function("quality", "Quality", "kim", "olga"),
    ),
    observers=("piotr",),
    round_due=datetime(2027, 1, 15, 16),  # noqa: DTZ001  # wall-clock time in the project's zone
)
TEMPLATE = replace(
    line3.TEMPLATE,
    questions=(
        Question("outcome.statement", Kind.TEXT, "Success", "What must be true?", required=True),
        *line3.TEMPLATE.questions[1:],
    ),
)


def local(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """A moment of 2027 in Warsaw, in winter."""
    return datetime(2027, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def person(person_id: str) -> Person:
    return Person(person_id, NAMES[person_id], zone="Europe/Warsaw", hours=Hours(time(9), time(17)))


@dataclass
class Shown:
    """A message as it stands on screen, or waits until `at`."""

    post: Seen
    at: datetime


DRAWINGS: Mapping[str, Callable[..., Message]] = {
    QUESTION: draw_question,
    second_look.CARD: second_look.draw,
    contradiction.CARD: contradiction.draw,
    telling.LIST: telling.draw_list,
    telling.AGAIN: telling.draw_list,
    telling.SUMMARY: draw_summary,
    evidence.LIST: evidence.draw_list,
    evidence.AGAIN: evidence.draw_list,
}


@dataclass
class Desk:
    """Everything the use cases need, and what people see."""

    now: datetime = MONDAY
    project: Project = PROJECT
    wire: Wire = field(default_factory=lambda: WIRE)
    screen: dict[str, Shown] = field(default_factory=dict)
    rang: list[tuple[datetime, Seen]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people: Shelf[Person] = Shelf(self.wire, Person, tuple(person(each) for each in NAMES))
        self.projects: Shelf[Project] = Shelf(self.wire, Project, (self.project,))
        self.templates: Shelf[Template] = Shelf(self.wire, Template, (TEMPLATE,))
        self.rounds: Shelf[Round] = Shelf(self.wire, Round)
        self.views: Shelf[View] = Shelf(self.wire, View)
        self.contradictions: Shelf[LiveContradiction] = Shelf(self.wire, LiveContradiction)
        self.charters: Shelf[Charter] = Shelf(self.wire, Charter)
        self.decisions: Shelf[Decision] = Shelf(self.wire, Decision)
        self.proposals: Shelf[Proposal] = Shelf(self.wire, Proposal)
        self.red_lines: Shelf[InForce] = Shelf(self.wire, InForce)
        self.evidence: Shelf[Obligation] = Shelf(self.wire, Obligation)

    def arrived(self, key: str, /) -> datetime | None:
        """When that was first shown."""
        shown = self.screen.get(key)
        return None if shown is None or shown.at > self.now else shown.at

    def on_screen(self, prefix: str, /) -> list[str]:
        """What people have before them under these keys."""
        return [key for key in self.screen if key.startswith(prefix)]

    # what people do

    def give(self, person_id: str, command: Command) -> Message | Form | None:
        """Carries a command out; raises the refusal."""
        assert self.wire.command(self.wire.dump(command, Command)) == command
        effects = USE_CASES[type(command)](self, Actor("plant", person_id), command, self.now)
        self.take(effects)
        return effects.reply

    def take(self, effects: Effects) -> None:
        """Shows what a use case wants to be sent."""
        self._withdraw(effects.withdraw)
        for post in effects.posts:
            self._show(post)

    def start(self) -> str:
        """The facilitator starts a round; the reply as text."""
        return text_of(self.give("ewa", commands.StartRound("line3")))

    def press(self, person_id: str, label: str, key: str = "", about: str = "") -> Message | Form | None:
        """Presses the newest such button (or line of a menu) that stands on this person's screen."""
        for shown in reversed(list(self.screen.values())):
            if shown.at <= self.now and shown.post.to == ToPerson(person_id) and key in shown.post.key:
                for found, does in presses(shown.post.message, about):
                    if found == label:
                        return self.give(person_id, does)
        raise AssertionError(f"{person_id} sees no {label!r}")

    def fill(self, person_id: str, form: Message | Form | None, **values: str) -> Message | Form | None:
        assert isinstance(form, Form), form
        return self.give(person_id, replace(form.submits, values=values))

    def refused(self, person_id: str, command: Command, kind: type[FlowError] = FlowError) -> str:
        """The sentence with which a command is refused; fails when it is not."""
        with pytest.raises(kind) as refusal:
            self.give(person_id, command)
        return draw_text(refusal.value.phrase, "Europe/Warsaw", 2027)

    def answer(self, function: str, said: Mapping[str, Plain] | None = None, by: str | None = None) -> None:
        """The function's respondent gives answers, without sending them."""
        view = self.view(function)
        given = dict(view.answers)
        for question, value in (said or {"outcome.statement": f"{function} is content"}).items():
            late = not self.round.is_open
            answer = Answer(value, by or view.respondent, self.now, late=late)
            given[question] = (*given.get(question, ()), answer)
        state = ViewState.ANSWERING if view.state is ViewState.ASKED else view.state
        self.views.put(replace(view, answers=given, state=state))

    def send(self, function: str, said: Mapping[str, Plain] | None = None) -> None:
        """The function's respondent answers and sends."""
        self.answer(function, said)
        view = self.view(function)
        self.give(view.respondent, SubmitAnswers(view.id))

    def hide(self, function: str, question: str, visibility: Visibility) -> None:
        """Marks an answer for fewer readers."""
        view = self.view(function)
        versions = view.answers[question]
        hidden = (*versions[:-1], replace(versions[-1], visibility=visibility))
        self.views.put(replace(view, answers={**view.answers, question: hidden}))

    def away(self, person_id: str, first: date, last: date) -> None:
        self.people.put(replace(self.people.get(person_id), away=(Absence(first, last),)))

    # time

    def until(self, moment: datetime) -> None:
        """Lets time pass, carrying out what is due, each when it is due."""
        for _ in range(500):
            due = self._next_due()
            if due is None or due[0] > moment:
                self.now = moment
                return
            self.now = max(self.now, due[0])
            self.give(CLOCK, due[1])
        raise AssertionError("the clock spins")

    def open_contradictions(self) -> None:
        """The private step of each is over, and it stands."""
        cast = Cast(self, self.project)
        for each in self.contradictions.all():
            opened = open_it(each, cast, self.now)
            self.contradictions.put(opened)
            self.take(Effects(telling.shown(self, opened, cast, self.now)))

    def asleep_until(self, moment: datetime) -> None:
        """Time passes while Accord is not running."""
        self.now = moment

    def _next_due(self) -> tuple[datetime, Command] | None:
        due: list[tuple[datetime, Command]] = []
        due += [(view.due_at, commands.ChaseDue(view.id)) for view in self.views.all() if view.due_at]
        due += [(each.due_at, commands.RoundDue(each.id)) for each in self.rounds.all() if each.due_at]
        return min(due, key=lambda each: each[0], default=None)

    # what is on screen

    def _withdraw(self, prefixes: tuple[str, ...]) -> None:
        waiting = [key for key, shown in self.screen.items() if shown.at > self.now and key.startswith(prefixes)]
        for key in waiting:
            del self.screen[key]
        self.rang = [(at, post) for at, post in self.rang if post.key not in waiting]

    def _show(self, post: Post) -> None:
        drawn = seen(post, lambda card, reader: DRAWINGS[card.drawing](self, card, reader, self.now), self.wire)
        found = self.screen.get(post.key)
        if found is not None:
            assert found.post.to == post.to, post.key
            found.post = replace(drawn, thread=found.post.thread)
        elif post.promise is not Promise.REFRESH:
            at = max(self.now, post.not_before or self.now)
            if post.expires is None or at < post.expires:
                self.screen[post.key] = Shown(drawn, at)
                self.rang.append((at, drawn))

    @property
    def round(self) -> Round:
        return max(self.rounds.all(), key=lambda each: each.number)

    def view(self, function: str) -> View:
        return self.views.get(self.round.views[function])

    def rings(self, person_id: str) -> list[tuple[str, str]]:
        """When and under which key this person got new messages: ("Mon 11 09:00", "kickoff/kim")."""
        return [
            (_when(at), post.key.removeprefix("round/line3/"))
            for at, post in self.rang
            if post.to == ToPerson(person_id)
        ]

    def channel(self) -> list[str]:
        """Keys of the messages in the channel."""
        return [post.key for _, post in self.rang if isinstance(post.to, ToChannel)]

    def text(self, key: str) -> str:
        """What stands there, as text; `key` without what all keys begin with."""
        return text_of(self.screen[f"round/line3/{key}"].post.message)

    def buttons(self, key: str) -> list[str]:
        return [label for label, _ in presses(self.screen[f"round/line3/{key}"].post.message)]

    def everything(self) -> str:
        """All that anybody can read anywhere."""
        return "\n".join(text_of(shown.post.message) for shown in self.screen.values())


def _when(at: datetime) -> str:
    return f"{at + timedelta(hours=1):%a %d %H:%M}"


def text_of(message: Message | Form | None) -> str:
    assert isinstance(message, Message), message
    return message_text(message, "Europe/Warsaw")


def presses(message: Message, about: str = "") -> list[tuple[str, Command]]:
    """Labels of buttons and lines of menus, with what they mean."""
    found: list[tuple[str, Command]] = []
    for block in message.blocks:
        pressed: tuple[Button | Choice, ...] = ()
        if isinstance(block, Buttons):
            pressed = tuple(button for button in block.buttons if about in str(button.about))
        elif isinstance(block, Menu) and about in block.label:
            pressed = block.choices
        found += [(each.label, each.does) for each in pressed]
    return found
