"""Two organisations live on one Accord, by chance; hypothesis chooses who does what, and what breaks meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.escalations.records import Action
from flows.leaving import PersonBack, PersonLeft
from flows.messages import ToPerson
from tests.faults.model import ending, moves, promises
from tests.faults.model.plant import ORGANISATIONS, PEOPLE, TRADEOFFS
from tests.faults.model.screen import Sight
from tests.faults.model.world import World

HERE, WHO, DAYS = st.sampled_from(ORGANISATIONS), st.sampled_from(PEOPLE), st.integers(0, 9)
NEWEST = st.integers(0, 30) | st.integers(0, 300)


@dataclass(frozen=True)
class Copies:
    """`fresh` makes a database with both projects begun in it, `dropped` takes it away; `before`: what was shown."""

    fresh: Callable[[], str]
    dropped: Callable[[str], None]
    before: Sequence[Sight]


class Life(RuleBasedStateMachine):
    """One run.

    `known`: how many messages had been shown when an escalation was closed. `unreached`: who may have missed any.
    """

    copies: ClassVar[Copies]

    def __init__(self) -> None:
        super().__init__()
        self.url = self.copies.fresh()
        self.runner = asyncio.Runner()
        self.world = World(self.url, self.runner, self.copies.before)
        self.known: dict[tuple[str, str], int] = {}
        self.checked = 0
        self.unreached: set[tuple[str, str]] = set()
        self.refused = self.troubled = False

    @initialize(tradeoff=st.sampled_from(TRADEOFFS), days=DAYS)
    def somebody_needs_a_decision(self, tradeoff: str, days: int) -> None:
        for organisation in ORGANISATIONS:
            self.escalates(organisation, "ben", tradeoff, days)

    @rule(here=HERE, who=WHO, tradeoff=st.sampled_from(TRADEOFFS), days=DAYS)
    def escalates(self, here: str, who: str, tradeoff: str, days: int) -> None:
        moves.escalate(self.world, here, who, moves.filled(here, "jan", days + 1, tradeoff))
        self._done()

    @rule(here=HERE, who=WHO, which=NEWEST, other=WHO, days=DAYS)
    def presses(self, here: str, who: str, which: int, other: str, days: int) -> None:
        moves.press(self.world, here, who, which, moves.filled(here, other, days))
        self._done()

    @rule(here=HERE, which=st.integers(0, 1), other=WHO, days=DAYS, action=st.sampled_from(Action))
    def the_right_one_acts(self, here: str, which: int, other: str, days: int, action: Action) -> None:
        for each in self.world.escalations(here)[-1 - which :][:1]:
            number, values = len(each.questions) - 1, moves.filled(here, other, days)
            command = moves.act(each, action, each.step, {**values, **moves.later(each)}, number)
            self.world.give(here, moves.who_may(each, action), command)
        self._done()

    @rule(here=HERE, function=st.sampled_from(moves.FUNCTIONS), other=WHO, days=DAYS, way=st.integers(0, 2))
    def whoever_is_asked_answers(self, here: str, function: str, other: str, days: int, way: int) -> None:
        moves.answer(self.world, here, function, way, moves.filled(here, other, days))
        self._done()

    @rule(here=HERE, which=NEWEST, other=WHO, days=DAYS)
    def whoever_is_asked_presses(self, here: str, which: int, other: str, days: int) -> None:
        who = moves.asked(self.world, here)
        moves.press(self.world, here, who[which % len(who)], which, moves.filled(here, other, days))
        self._done()

    @rule(here=HERE, who=WHO, other=WHO, days=DAYS, stale=st.integers(-1, 1), action=st.sampled_from(Action))
    def anybody_tries(self, here: str, who: str, other: str, days: int, stale: int, action: Action) -> None:
        for each in self.world.escalations(here)[-1:]:
            command = moves.act(each, action, each.step + stale, moves.filled(here, other, days), days % 3)
            self.world.give(here, who, command)
        self._done()

    @rule(here=HERE, who=WHO, what=st.integers(0, moves.WAYS - 1), other=WHO, days=DAYS)
    def types(self, here: str, who: str, what: int, other: str, days: int) -> None:
        outcome = self.world.give(here, who, moves.typed(here, what, days))
        self.world.fill(here, who, outcome, moves.filled(here, other, days))
        self._done()

    @precondition(lambda self: self.world.given)
    @rule(back=st.integers(1, 20))
    def an_event_comes_again(self, back: int) -> None:
        given = self.world.given[-min(back, len(self.world.given))]
        before = self.world.does(self.world.app.store.look(ending.digest))
        engine = self.world.app.engine
        again = self.world.does(engine.run(given.actor, given.command, given.event_id))
        assert again == given.outcome or not ending.is_taken(given), f"I1: {given} was answered {again} the second time"
        assert self.world.does(self.world.app.store.look(ending.digest)) == before, f"I1: {given} was done twice"

    @rule(here=HERE, who=WHO)
    def leaves(self, here: str, who: str) -> None:
        self.unreached.add((here, who))
        self.world.clock_gives(here, PersonLeft(who))
        self._done()

    @rule(here=HERE, who=WHO)
    def comes_back(self, here: str, who: str) -> None:
        self.world.clock_gives(here, PersonBack(who))
        self._done()

    @rule(hours=st.sampled_from((0.1, 0.5, 1, 1, 3, 8, 24)))
    def time_passes(self, hours: float) -> None:
        self.world.passes(hours)

    @rule(hours=st.sampled_from((0, 0, 0.1, 2, 20, 72)))
    def starts_again(self, hours: float) -> None:
        self.troubled = self.troubled or hours > 0
        self.world.restart(hours)

    @rule(down=st.booleans())
    def the_chat_fails(self, down: bool) -> None:
        self.troubled = True
        self.world.screen.down = down

    @rule(lost=st.integers(0, 2), broken=st.integers(0, 2), busy=st.integers(0, 2))
    def calls_go_wrong(self, lost: int, broken: int, busy: int) -> None:
        self.troubled = True
        screen = self.world.screen
        screen.lost, screen.broken, screen.busy = lost, broken, busy

    @rule(here=HERE, who=WHO)
    def a_chat_is_closed(self, here: str, who: str) -> None:
        self.refused = self.troubled = True
        self.unreached.add((here, who))
        self.world.screen.refused.add((here, ToPerson(who)))

    @rule()
    def chats_are_open_again(self) -> None:
        self.world.screen.refused.clear()

    def _done(self) -> None:
        """Before anything is sent: from here on nothing new may come about what has just been closed."""
        for organisation in ORGANISATIONS:
            for each in self.world.escalations(organisation):
                if not each.is_open:
                    self.known.setdefault((organisation, each.id), len(self.world.screen.seen))

    @invariant()
    def promises_hold(self) -> None:
        world = self.world
        world.settle()
        sights = world.screen.seen[self.checked :]
        for organisation in ORGANISATIONS:
            state = world.state(organisation)
            promises.i2_something_comes_next(state, world.now)
            promises.i3_one_decision_by_right(state)
            promises.i5_steps_go_up_once(state)
            promises.i6_nothing_early(state, frozenset(who for where, who in self.unreached if where == organisation))
            for each in state.escalations:
                closed = self.known.get((organisation, each.id))
                promises.i4_nothing_about_what_is_closed(world, organisation, each, closed)
                if not self.troubled:
                    promises.card_is_true(world, organisation, each, state.active)
        promises.i8_nothing_of_others(world, sights)
        self.checked += len(sights)
        self._done()

    def teardown(self) -> None:
        try:
            self._ends()
        finally:
            self.world.close()
            self.runner.close()
            self.copies.dropped(self.url)

    def _ends(self) -> None:
        world = self.world
        world.screen.heal()
        world.until(world.now + moves.AFTERWARDS, stops=12)
        self.promises_hold()
        ending.i1_once_in_and_once_out(world, refused=self.refused)
        for organisation in ORGANISATIONS:
            ending.i2_somebody_was_told(world, organisation, self.unreached)
        ending.i7_the_audit_is_whole(world)
        ending.i8_every_row_is_its_own(world)
