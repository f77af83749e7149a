"""Whatever people and the clock do, in any order: the promises that hold for every escalation.

Played twice: on dictionaries, often; and on a real SQLite store, a few times.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows.commands import CLOCK, Actor, Command
from flows.decisions import Decision
from flows.effects import Promise
from flows.errors import FlowError
from flows.escalations import commands
from flows.escalations.records import CLOSED, Action, Escalation, EscalationState, Happened, Urgency
from flows.forms import Form
from flows.messages import Message
from storage.store import Cause, Store
from storage.transaction import Transaction
from tests.flows.decision_desk import USE_CASES, Desk, raised
from tests.flows.decision_plant import NAMES, PROJECT, TEMPLATE, person
from tests.tables import lay_tables

T = TypeVar("T")
ID = "line3/E-1"
PEOPLE = st.sampled_from(sorted(NAMES))


def order(action: Action, step: int, person_id: str, days: int) -> Command:
    """An action filled in with what came up."""
    day = (date(2026, 11, 23) + timedelta(days=days)).isoformat()
    values = {
        "choice": "ab"[days % 2],
        "rationale": "r",
        "person": person_id,
        "words": "w",
        "day": day,
        "time": "12:00",
    }
    match action:
        case Action.ACKNOWLEDGE:
            return commands.Acknowledge(ID, step)
        case Action.DECIDE:
            return commands.Decide(ID, step, values=values)
        case Action.DELEGATE:
            return commands.Delegate(ID, step, values=values)
        case Action.DECLINE:
            return commands.Decline(ID, step, values=values)
        case Action.ASK_INFO:
            return commands.AskInfo(ID, step, values=values)
        case Action.GIVE_INFO:
            return commands.GiveInfo(ID, days % 3, values=values)
        case Action.MORE_TIME:
            return commands.MoreTime(ID, step, values=values)
        case Action.WITHDRAW:
            return commands.Withdraw(ID, step, values=values)
        case Action.NEXT_NOW:
            return commands.NextNow(ID, step)


class Life(RuleBasedStateMachine):
    """One escalation from its opening on."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.open_desk()
        self.rights: set[str] = set()

    def open_desk(self) -> Desk:
        return Desk()

    @initialize(
        tradeoff=st.sampled_from(["speed/operational_safety", "speed/scope", "cost/quality", "scope/quality"]),
        urgency=st.sampled_from(Urgency),
        hours=st.integers(1, 200),
        by=st.sampled_from(["ben", "maria", "ewa"]),
        start=st.integers(0, 7 * 24),
    )
    def opens(self, tradeoff: str, urgency: Urgency, hours: int, by: str, start: int) -> None:
        self.desk.now += timedelta(hours=start)
        deadline = self.desk.now + timedelta(hours=hours)
        raised(self.desk, by, tradeoff=tradeoff, urgency=urgency, deadline=deadline)
        self.seen = self.desk.escalation

    @rule(who=PEOPLE, action=st.sampled_from(Action), to=PEOPLE, days=st.integers(0, 9), stale=st.integers(0, 1))
    def somebody_presses(self, who: str, action: Action, to: str, days: int, stale: int) -> None:
        before, rang = self.seen, len(self.desk.rang)
        command = order(action, max(before.step - stale, 0), to, days)
        if before.state is not EscalationState.WITHDRAWN and action is Action.WITHDRAW and days < 7:
            return  # else most lives would be short
        try:
            self.desk.give(who, command)
        except FlowError:
            assert self.desk.escalation == before
            assert len(self.desk.rang) == rang
            return
        after = self.desk.escalation
        assert before.state not in CLOSED
        assert action in (Action.GIVE_INFO, Action.WITHDRAW) or before.step in (0, max(before.step - stale, 0))
        if action is Action.DECIDE:
            assert who == before.turn.person_id
            assert command == order(action, before.step, to, days)
        if action is Action.WITHDRAW:
            assert who == before.requester
        assert after != before

    @rule(who=PEOPLE)
    def the_one_in_turn_acts(self, who: str) -> None:
        self.somebody_presses(self.seen.turn.person_id, Action.DELEGATE, who, 1, 0)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.desk.wait(hours=hours)

    @rule(hours=st.integers(1, 200))
    def accord_is_down(self, hours: int) -> None:
        self.desk.asleep(hours=hours)
        before = self.desk.escalation
        self.desk.tick()
        self.desk.tick()
        asked = [event for event in self.desk.escalation.history[len(before.history) :] if event.what is Happened.ASKED]
        assert len(asked) <= 1

    @rule(minutes=st.integers(0, 50))
    def the_clock_looks_early(self, minutes: int) -> None:
        due = self.seen.due_at
        if due is not None and self.desk.now + timedelta(minutes=minutes) < due:
            self.desk.asleep(minutes=minutes)
            self.desk.tick()
            assert self.desk.escalation == self.seen

    @rule(who=PEOPLE, first=st.integers(0, 20), days=st.integers(0, 20))
    def somebody_goes_away(self, who: str, first: int, days: int) -> None:
        start = date(2026, 11, 23) + timedelta(days=first)
        self.desk.away(who, start, start + timedelta(days=days))

    @precondition(lambda self: len(self.rights) < 2)
    @rule(who=PEOPLE)
    def an_account_is_closed(self, who: str) -> None:
        self.rights.add(who)
        self.desk.leaves(who)
        self.desk.give(CLOCK, commands.SkipGone(who))
        after = self.desk.escalation
        assert after.due_at is None or after.turn.person_id != who

    @invariant()
    def it_keeps_its_promises(self) -> None:
        before, after = self.seen, self.desk.escalation
        self.seen = after
        assert after.history[: len(before.history)] == before.history, "history only grows"
        assert after.step >= before.step, "steps only go up"
        people = [step.person_id for step in after.ladder]
        assert len(set(people)) == len(people), "nobody stands on the ladder twice"
        assert after.requester not in people, "nobody decides what they ask for"
        waits = after.state not in (*CLOSED, EscalationState.EXHAUSTED)
        assert (after.due_at is not None) == waits, (
            "what is open has a time at which something happens, or is exhausted"
        )

    @invariant()
    def at_most_one_decision_by_somebody_in_turn(self) -> None:
        decisions, escalation = self.desk.decisions.where(project_id="line3"), self.desk.escalation
        assert len(decisions) == (escalation.state is EscalationState.DECIDED)
        for decision in decisions:
            assert decision.decided_by in (escalation.turn.person_id, CLOCK)
            assert not decision.by_silence or decision.choice == escalation.options[0].text

    @invariant()
    def cards_tell_the_truth(self) -> None:
        escalation = self.desk.escalation
        if escalation.is_open:
            assert escalation.ended_at is None
            return
        for key, shown in self.desk.screen.items():
            if key.startswith(f"escalation/{ID}/") and shown.post.promise is Promise.REFRESH:
                assert not {"Decide", "I'll take it", "Withdraw", "Answer"} & set(self.desk.buttons(key)), key
            assert "/nudge/" not in key or shown.at <= (escalation.ended_at or self.desk.now), key


class StoredDesk(Desk):
    """The same desk, with every command as one transaction of a real store."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.runner.run(self._open(f"sqlite:///{Path(self.folder.name) / 'accord.db'}"))
        self.does(self._fill)

    async def _open(self, url: str) -> None:
        await asyncio.to_thread(lay_tables, url)
        self.store = await Store.open(url, self.wire)

    def _fill(self, records: Transaction) -> None:
        records.projects.put(PROJECT)
        records.templates.put(TEMPLATE)
        for person_id in NAMES:
            records.people.put(person(person_id))

    def does(self, work: Callable[[Transaction], T]) -> T:
        cause = Cause("ben", "Test", self.now)
        return self.runner.run(self.store.run("plant", cause, work))

    def give(self, person_id: str, command: Command) -> Message | Form | None:
        def work(records: Transaction) -> Message | Form | None:
            effects = USE_CASES[type(command)](records, Actor("plant", person_id), command, self.now)
            for prefix in effects.withdraw:
                records.withdraw(prefix)
            records.queue(effects.posts)
            self.effects = effects
            return effects.reply

        reply = self.does(work)
        self._mirror()
        self._withdraw(self.effects.withdraw)
        for post in self.effects.posts:
            self._show(post)
        return reply

    def _mirror(self) -> None:
        """The records of the store, for looking at."""
        kept: list[Escalation | Decision] = []
        self.does(lambda records: kept.extend((*records.escalations.all(), *records.decisions.all())))
        for record in kept:
            if isinstance(record, Escalation):
                self.escalations.put(record)
            else:
                self.decisions.put(record)

    def away(self, person_id: str, first: date, last: date) -> None:
        super().away(person_id, first, last)
        self.does(lambda records: records.people.put(self.people.get(person_id)))

    def leaves(self, person_id: str) -> None:
        super().leaves(person_id)
        self.does(lambda records: records.people.put(self.people.get(person_id)))

    def close(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()


class StoredLife(Life):
    """The same, on SQLite."""

    def open_desk(self) -> Desk:
        self.stored = StoredDesk()
        return self.stored

    def teardown(self) -> None:
        self.stored.close()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("life", "runs", "steps"), [(Life, 60, 30), (StoredLife, 4, 15)], ids=["plain", "sqlite"])
def test_whatever_happens_the_promises_hold(life: type[Life], runs: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        life,
        settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=checks),
    )
