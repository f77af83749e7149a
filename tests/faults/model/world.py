"""Accord on one database under the hands of a test: commands, time, restarts and trouble, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.project_files import templates
from flows.commands import CLOCK, OPERATOR, Actor, Command, FormValues
from flows.decisions.records import Decision
from flows.effects import Outcome, Refusal
from flows.errors import Unavailable
from flows.escalations.records import Escalation
from flows.forms import Form
from flows.projects.loading import LoadProject
from flows.rounds.records import Round, View
from storage.store import Cause, StoreRefused
from storage.tables import table
from storage.transaction import Transaction
from tests.faults.model.plant import ORGANISATIONS, PROJECT_ID, project_of, still_clock
from tests.faults.model.screen import Screen, Sight

T = TypeVar("T")
OUTBOX = table("outbox")
WAITING = select(OUTBOX.c.organisation_id, OUTBOX.c.key)
STOPS = 60
"""So often does time stop on its way at most; from then on it goes in one go, as for a process that was hung."""
TRIES = 20
ROUNDS = 300
"""More than that and something is due for ever."""


@dataclass(frozen=True)
class Given:
    """An event that was taken, and its answer."""

    actor: Actor
    command: Command
    event_id: str
    outcome: Outcome


@dataclass
class World:
    """`before`: what was on screen when this database was left. `given`: what was acknowledged, in order.
    `answered`: what was said to whoever asked, since it was looked at last."""

    database: str
    runner: asyncio.Runner
    before: Sequence[Sight] = ()
    clock: Clock = field(default_factory=still_clock)
    given: list[Given] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.screen = Screen(self.clock.now)
        self.screen.goes_on(self.before)
        self.app = self.does(self._open())

    async def _open(self) -> App:
        app = await _until_taken(lambda: build(Settings(database=self.database), self.clock))
        app.delivery._platform = self.screen
        return app

    def does(self, work: Awaitable[T]) -> T:
        """Runs it to its end."""

        async def done() -> T:
            return await work

        return self.runner.run(done())

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.clock.now()

    def set_up(self) -> None:
        """Both organisations have their project, and their round has started."""

        def keep(records: Transaction) -> None:
            for template in templates().values():
                records.templates.put(template)

        self.does(self.app.store.run("rival", Cause(OPERATOR, "Start", self.now), keep))
        for organisation in ORGANISATIONS:
            outcome = self.give(organisation, OPERATOR, LoadProject(project_of(organisation), start=True))
            assert not isinstance(outcome, Refusal), outcome

    def give(self, organisation: str, who: str, command: Command, event_id: str = "") -> Outcome:
        """A command as the engine gets it; what it causes is delivered when `settle` or time comes."""
        actor, event = Actor(organisation, who), event_id or f"event-{len(self.given)}"
        outcome = self.does(_until_taken(lambda: self.app.engine.run(actor, command, event)))
        self.given.append(Given(actor, command, event, outcome))
        self.answered.append((organisation, str(outcome)))
        return outcome

    def fill(self, organisation: str, who: str, form: Outcome, values: FormValues) -> Outcome:
        """Sends the form that was opened, if one was."""
        if not isinstance(form, Form):
            return form
        return self.give(organisation, who, replace(form.submits, values=values))

    def clock_gives(self, organisation: str, command: Command) -> Outcome:
        """Something that no person asks."""
        return self.give(organisation, CLOCK, command)

    def settle(self) -> None:
        """Ticks and delivers until nothing is due."""

        async def settled() -> None:
            for _ in range(ROUNDS):
                ticked = await _until_taken(self.app.engine.tick)
                if not ticked + await _until_taken(lambda: self.app.delivery.deliver_once(self.now)):
                    return
            raise AssertionError("there is always something due")

        self.does(settled())

    def until(self, to: datetime, *, stops: int = STOPS) -> None:
        """Time passes, and stops at each moment at which something is due."""
        self.settle()
        for _ in range(stops):
            due = [self.does(self.app.store.next_due(organisation)) for organisation in ORGANISATIONS]
            stop = min((each for each in due if each is not None and self.now < each < to), default=None)
            if stop is None:
                break
            self.clock.set_forward(stop)
            self.settle()
        self.clock.set_forward(to)
        self.settle()

    def passes(self, hours: float) -> None:
        """So much time; coarsely while the chat is down, or there would be nothing but attempts."""
        to = self.now + timedelta(hours=hours)
        self.until(to, stops=STOPS if not self.screen.down else 6)

    def restart(self, hours: float = 0) -> None:
        """The process is stopped, and another one started so much later."""
        self.close()
        self.clock.set_forward(self.now + timedelta(hours=hours))
        self.app = self.does(self._open())

    def close(self) -> None:
        """Stops the process."""
        self.does(self.app.close())

    def read(self, organisation: str, work: Callable[[Transaction], T]) -> T:
        """Looks at records."""
        return self.does(self.app.store.read(organisation, work))

    def state(self, organisation: str) -> State:
        """Everything that is checked, at one moment."""
        return self.read(organisation, _state)

    def waiting(self, organisation: str) -> frozenset[str]:
        """The keys of what is to be shown later."""
        rows = self.does(self.app.store.look(lambda connection: connection.rows(WAITING, {})))
        return frozenset(str(key) for of, key in rows if of == organisation)

    def escalations(self, organisation: str) -> tuple[Escalation, ...]:
        """Those of the project, oldest first."""
        return self.state(organisation).escalations


async def _until_taken(work: Callable[[], Awaitable[T]]) -> T:
    """Asks again where a busy server took too long, as a platform does, or whoever starts the process."""
    for _ in range(TRIES):
        try:
            return await work()
        except (Unavailable, StoreRefused):
            await asyncio.sleep(0.1)
    return await work()


@dataclass(frozen=True)
class State:
    """The records of an organisation's project, and who has an account that works."""

    active: frozenset[str]
    escalations: tuple[Escalation, ...]
    decisions: tuple[Decision, ...]
    rounds: tuple[tuple[Round, tuple[View, ...]], ...]


def _state(records: Transaction) -> State:
    rounds = records.rounds.where(project_id=PROJECT_ID)
    escalations = records.escalations.where(project_id=PROJECT_ID)
    return State(
        active=frozenset(person.id for person in records.people.all() if person.active),
        escalations=tuple(sorted(escalations, key=lambda each: each.number)),
        decisions=tuple(records.decisions.where(project_id=PROJECT_ID)),
        rounds=tuple((each, tuple(records.views.get(view) for view in each.views.values())) for each in rounds),
    )
