"""What holds in every life of a round, whatever people do and whenever Accord sleeps."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.calendar import is_working
from flows.commands import CLOCK, Command
from flows.errors import FlowError
from flows.messages import ToPerson
from flows.rounds.commands import ChaseDue, GoOnWithout, RoundDue
from flows.rounds.records import ViewState
from tests.flows.round_commands import USE_CASES
from tests.flows.round_desk import NAMES, Desk, presses

FUNCTIONS = ("leadership", "operations", "it", "quality")
moves = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30)),
        st.tuples(st.just("sleep"), st.integers(1, 80)),
        st.tuples(st.just("send"), st.sampled_from(FUNCTIONS)),
        st.tuples(st.just("press"), st.tuples(st.sampled_from(sorted(NAMES)), st.integers(0, 40))),
    ),
    max_size=14,
)


def pressable(desk: Desk, person: str) -> list[Command]:
    """Everything this person could press now, on any message that is on their screen."""
    shown = [each for each in desk.screen.values() if each.at <= desk.now and each.post.to == ToPerson(person)]
    return [does for each in shown for _, does in presses(each.post.message) if type(does) in USE_CASES]


def play(desk: Desk, move: str, value: object) -> None:
    match value:
        case int() if move == "wait":
            desk.until(desk.now + timedelta(hours=value))
        case int():
            desk.asleep_until(desk.now + timedelta(hours=value))
        case str() if desk.view(value).state is not ViewState.SUBMITTED:
            desk.send(value)
        case (str(person), int(number)):
            commands = pressable(desk, person)
            if commands:
                with suppress(FlowError):  # refused in words; nothing has changed
                    desk.give(person, commands[number % len(commands)])


def check(desk: Desk) -> None:
    """The laws, after any move."""
    for view in desk.views.all():
        assert view.is_pending or view.due_at is None, "who is not waited for is not reminded"
    if desk.round.is_open:
        clocks = [view.due_at for view in desk.views.all()] + [desk.round.due_at]
        assert any(clocks), "an open round never stands still"
    else:
        assert not any(view.due_at for view in desk.views.all() if view.state is ViewState.SUBMITTED)


def due_now(desk: Desk) -> list[Command]:
    due: list[Command] = [ChaseDue(view.id) for view in desk.views.all() if view.due_at and view.due_at <= desk.now]
    return due + [RoundDue(each.id) for each in desk.rounds.all() if each.due_at and each.due_at <= desk.now]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(moves)
def test_a_round_lives_and_ends(plan: list[tuple[str, object]]) -> None:
    desk = Desk()
    desk.start()
    for move, value in plan:
        play(desk, move, value)
        check(desk)
        for command in due_now(desk):  # one tick: the due items as they were found, each once
            desk.give(CLOCK, command)
        check(desk)
    desk.until(desk.now + timedelta(days=60))
    assert not desk.round.is_open
    assert not due_now(desk)
    for at, post in desk.rang:
        if isinstance(post.to, ToPerson) and not _is_answer_to_a_press(post.key):
            assert is_working(desk.people.get(post.to.person_id), at), (at, post.key)
    keys = [post.key for _, post in desk.rang]
    assert len(keys) == len(set(keys)), "nothing is sent twice"


def _is_answer_to_a_press(key: str) -> bool:
    """What a person gets at once because they pressed something."""
    return any(part in key for part in ("/q/", "/review", "/thanks", "/taken/", "/to/"))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 400), st.sets(st.sampled_from(FUNCTIONS)))
def test_after_any_downtime_one_tick_sends_each_person_at_most_one_nudge(hours: int, sent: set[str]) -> None:
    desk = Desk()
    desk.start()
    for function in sorted(sent):
        desk.send(function)
    desk.asleep_until(desk.now + timedelta(hours=hours))
    before = len(desk.rang)
    for _ in range(3):
        for command in due_now(desk):
            desk.give(CLOCK, command)
    nudges = [post.to for _, post in desk.rang[before:] if "/nudge/" in post.key]
    assert len(nudges) == len(set(nudges))
    assert not {post.to for _, post in desk.rang[before:] if "/nudge/" in post.key} & {
        ToPerson(desk.view(function).respondent) for function in sent
    }


def test_the_laws_can_fail() -> None:
    desk = Desk()
    desk.start()
    commands = [does for does in pressable(desk, "kim") if isinstance(does, GoOnWithout)]
    assert commands == []
    assert pressable(desk, "kim")
