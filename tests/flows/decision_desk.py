"""A desk to give commands of escalations and decisions at, without a platform or a database.

The desk keeps records in dictionaries and shows posts as delivery would: same key edits in place, a refresh of what is
not on screen is dropped, a new message waits for its hour. What is kept or posted goes through the wire codec.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

import pytest

from flows.commands import CLOCK, Actor, Command
from flows.decisions import Decision, changing, log, recording
from flows.decisions import commands as decision
from flows.decisions.records import Standing
from flows.effects import Effects, Post, Promise
from flows.errors import FlowError, NotFound
from flows.escalations import answering, catching_up, commands, hold_cards, posts, raising, showing, steering
from flows.escalations.commands import ClimbDue, Escalate
from flows.escalations.records import Action, Escalation
from flows.evidence.records import Obligation
from flows.forms import Form
from flows.messages import Message, ToPerson
from flows.people import Absence, Person
from flows.projects.records import Project
from flows.questionnaires.template import Template
from flows.red_lines.records import InForce
from flows.rounds.records import View
from flows.wire import Wire
from tests.flows.decision_plant import MONDAY, NAMES, PROJECT, TEMPLATE, draft, person
from tests.flows.drawn import Seen, seen
from tests.flows.reading import all_buttons, labels, read, show


class Kept(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Kept)


class Shelf(Generic[R]):
    def __init__(self, wire: Wire, kind: type[R], records: tuple[R, ...] = ()) -> None:
        self._wire, self._kind = wire, kind
        self._records = {record.id: record for record in records}

    def get(self, record_id: str, /) -> R:
        found = self._records.get(record_id)
        if found is None:
            raise NotFound("There is no such record here.")
        return found

    def find(self, record_id: str, /) -> R | None:
        return self._records.get(record_id)

    def put(self, record: R, /) -> None:
        kept = self._wire.load(self._kind, self._wire.dump(record))
        assert kept == record
        self._records[record.id] = kept

    def where(
        self, *, project_id: str | None = None, state: str | None = None, person_id: str | None = None
    ) -> tuple[R, ...]:
        """As the database finds them: a proposal by its state and who has to confirm it, anything else by project."""
        found = []
        for record in self._records.values():
            standing = getattr(record, "standing", Standing.TAKEN)
            taken = standing is Standing.TAKEN
            at = getattr(record, "project_id", None) if taken else None
            asked = None if taken else getattr(record, "decided_by", None)
            of = (at, None if taken else standing.value, asked)
            wanted = zip((project_id, state, person_id), of, strict=True)
            if all(value is None or value == has for value, has in wanted):
                found.append(record)
        return tuple(found)

    def all(self) -> tuple[R, ...]:
        return tuple(self._records.values())

    def next_number(self, project_id: str, /) -> int:
        return 1 + max((int(getattr(r, "number", 0)) for r in self.where(project_id=project_id)), default=0)


@dataclass
class Shown:
    """A message as it stands on screen, or waits until `at`."""

    post: Seen
    at: datetime


USE_CASES: Mapping[type[Command], Callable[..., Effects]] = {
    commands.OpenEscalate: raising.open_escalate,
    commands.PrepareEscalation: raising.prepare,
    commands.Escalate: raising.escalate,
    commands.OpenEscalationForm: answering.open_form,
    commands.Acknowledge: answering.acknowledge,
    commands.Decide: answering.decide,
    commands.Delegate: answering.delegate,
    commands.Decline: answering.decline,
    commands.MoreTime: answering.more_time,
    commands.AskInfo: steering.ask_info,
    commands.OpenGiveInfo: steering.open_give_info,
    commands.GiveInfo: steering.give_info,
    commands.Withdraw: steering.withdraw,
    commands.NextNow: steering.next_now,
    commands.ClimbDue: steering.climb_due,
    commands.SkipGone: steering.skip_gone,
    commands.ShowEscalation: showing.show_escalation,
    commands.ListEscalations: showing.list_escalations,
    decision.ListDecisions: log.list_decisions,
    decision.ShowDecision: log.show_decision,
    decision.OpenSupersede: changing.open_supersede,
    decision.Supersede: changing.supersede,
    decision.OpenConcern: changing.open_concern,
    decision.RaiseConcern: changing.raise_concern,
    decision.OpenRecordDecision: recording.open_record_decision,
    decision.RecordDecision: recording.record_decision,
    decision.ConfirmDecision: recording.confirm_decision,
    decision.RejectDecision: recording.reject_decision,
}


DRAWINGS = {posts.CARD: posts.draw, catching_up.CARD: catching_up.draw, hold_cards.CARD: hold_cards.draw}


@dataclass
class Desk:
    """Everything the use cases need, and what people see."""

    wire: Wire = field(default_factory=lambda: Wire({kind.__name__: kind for kind in USE_CASES}))
    now: datetime = MONDAY
    screen: dict[str, Shown] = field(default_factory=dict)
    rang: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people: Shelf[Person] = Shelf(self.wire, Person, tuple(person(person_id) for person_id in NAMES))
        self.projects: Shelf[Project] = Shelf(self.wire, Project, (PROJECT,))
        self.templates: Shelf[Template] = Shelf(self.wire, Template, (TEMPLATE,))
        self.escalations: Shelf[Escalation] = Shelf(self.wire, Escalation)
        self.decisions: Shelf[Decision] = Shelf(self.wire, Decision)
        self.red_lines: Shelf[InForce] = Shelf(self.wire, InForce)
        self.evidence: Shelf[Obligation] = Shelf(self.wire, Obligation)
        self.views: Shelf[View] = Shelf(self.wire, View)

    def give(self, person_id: str, command: Command) -> Message | Form | None:
        """Carries a command out; raises the refusal."""
        assert self.wire.command(self.wire.dump(command, Command)) == command
        effects: Effects = USE_CASES[type(command)](self, Actor("plant", person_id), command, self.now)
        self._withdraw(effects.withdraw)
        for post in effects.posts:
            self._show(post)
        return effects.reply

    def fill(self, person_id: str, form: Message | Form | None, **values: str) -> Message | Form | None:
        assert isinstance(form, Form), form
        return self.give(person_id, replace(form.submits, values=values))

    def refused(self, person_id: str, command: Command, kind: type[FlowError] = FlowError) -> str:
        """The sentence with which a command is refused; fails when it is not."""
        before = self.escalations.all(), self.decisions.all(), len(self.rang)
        with pytest.raises(kind) as refusal:
            self.give(person_id, command)
        assert before == (self.escalations.all(), self.decisions.all(), len(self.rang))
        return read(refusal.value.phrase)

    def wait(self, **span: float) -> None:
        """Lets time pass, carrying out what is due, each when it is due."""
        end = self.now + timedelta(**span)
        while (due := self._next_due()) is not None and due.due_at is not None and due.due_at <= end:
            self.now = max(self.now, due.due_at)
            self.tick(due.id)
        self.now = end

    def asleep(self, **span: float) -> None:
        """Time passes while Accord is not running."""
        self.now += timedelta(**span)

    def tick(self, escalation_id: str = "line3/E-1") -> None:
        self.give(CLOCK, ClimbDue(escalation_id))

    def arrived(self, key: str, /) -> datetime | None:
        """When that was first shown."""
        shown = self.screen.get(key)
        return None if shown is None or shown.at > self.now else shown.at

    def _next_due(self) -> Escalation | None:
        due = [each for each in self.escalations.all() if each.due_at is not None]
        return min(due, key=lambda each: each.due_at or self.now, default=None)

    def _withdraw(self, prefixes: tuple[str, ...]) -> None:
        waiting = [key for key, shown in self.screen.items() if shown.at > self.now and key.startswith(prefixes)]
        for key in waiting:
            del self.screen[key]
        self.rang = [post for post in self.rang if post.key not in waiting]

    def _show(self, post: Post) -> None:
        drawn = seen(post, lambda card, reader: DRAWINGS[card.drawing](self, card, reader, self.now), self.wire)
        found = self.screen.get(post.key)
        if found is not None:
            found.post = drawn
        elif post.promise is not Promise.REFRESH:
            self.screen[post.key] = Shown(drawn, max(self.now, post.not_before or self.now))
            self.rang.append(drawn)

    def rings(self, person_id: str) -> list[str]:
        """Keys of the new messages this person got, oldest first."""
        return [post.key for post in self.rang if post.to == ToPerson(person_id)]

    def text(self, key: str) -> str:
        return show(self.screen[key].post.message)

    def buttons(self, key: str) -> list[str]:
        return labels(self.screen[key].post.message)

    def away(self, person_id: str, first: date, last: date) -> None:
        self.people.put(replace(self.people.get(person_id), away=(Absence(first, last),)))

    def leaves(self, person_id: str) -> None:
        self.people.put(replace(self.people.get(person_id), active=False))

    @property
    def escalation(self) -> Escalation:
        return self.escalations.get("line3/E-1")

    @property
    def step(self) -> int:
        return self.escalation.step


def raised(desk: Desk, by: str = "ben", **changes: object) -> Escalation:
    """An escalation that was sent to whoever decides it."""
    wanted = draft(desk.now, **changes)
    number = desk.escalations.next_number(wanted.project_id)
    preview = desk.give(by, Escalate(wanted, "", number))
    assert isinstance(preview, Message)
    send = next(b.does for b in all_buttons(preview) if b.label.startswith("Send to "))
    desk.give(by, send)
    return desk.escalations.get(f"{wanted.project_id}/E-{number}")


def open_form(desk: Desk, who: str, action: Action) -> Message | Form | None:
    return desk.give(who, commands.OpenEscalationForm("line3/E-1", desk.step, action))
