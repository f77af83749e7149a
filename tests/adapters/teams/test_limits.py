"""What Teams takes in a conversation and in a tenant, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.platform import Throttled
from adapters.teams.limits import MOST_LOGS, Doing, Limits
from tests.adapters.teams.desk import Clock


def sent(limits: Limits, clock: Clock, seconds: float, conversation: str = "a") -> list[float]:
    """When calls went through for so long, by somebody who comes back exactly when told to."""
    until, went = clock.seconds + seconds, []
    while clock.seconds < until:
        try:
            limits.take("tenant", conversation, Doing.SENDING)
            went.append(clock.seconds)
        except Throttled as error:
            clock.seconds += max(error.retry_after.total_seconds(), 0.001)
    return went


def test_no_window_of_a_conversation_is_ever_too_full() -> None:
    clock = Clock()
    went = sent(Limits(clock.monotonic), clock, 3700)
    assert 1800 <= len(went) <= 2060
    for most, seconds in ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0)):
        assert all(later - first >= seconds - 1e-6 for first, later in zip(went, went[most:], strict=False)), seconds


def test_conversations_and_sorts_of_calls_do_not_wait_for_each_other() -> None:
    clock = Clock()
    limits = Limits(clock.monotonic)
    for conversation in "ab":
        for _ in range(7):
            limits.take("tenant", conversation, Doing.SENDING)
        with pytest.raises(Throttled):
            limits.take("tenant", conversation, Doing.SENDING)
        limits.take("tenant", conversation, Doing.READING)


def test_a_tenant_takes_fifty_in_a_second_and_another_is_not_kept_waiting() -> None:
    clock = Clock()
    limits = Limits(clock.monotonic)
    for number in range(50):
        limits.take("tenant", str(number), Doing.SENDING)
    with pytest.raises(Throttled) as raised:
        limits.take("tenant", "50", Doing.SENDING)
    assert 0 < raised.value.retry_after.total_seconds() <= 1.0
    limits.take("another", "50", Doing.SENDING)


def test_what_was_refused_does_not_count() -> None:
    clock = Clock()
    limits = Limits(clock.monotonic)
    for _ in range(7):
        limits.take("tenant", "a", Doing.SENDING)
    for _ in range(50):
        with pytest.raises(Throttled):
            limits.take("tenant", "a", Doing.SENDING)
    clock.seconds += 2.0
    limits.take("tenant", "a", Doing.SENDING)


def test_quiet_conversations_are_forgotten() -> None:
    clock = Clock()
    limits = Limits(clock.monotonic)
    for number in range(3 * MOST_LOGS):
        clock.seconds += 1.0
        limits.take("tenant", str(number), Doing.SENDING)
    assert len(limits._logs) <= MOST_LOGS + 1


def test_where_nobody_counts_nobody_waits() -> None:
    limits = Limits(Clock().monotonic, paced=False)
    for _ in range(100):
        limits.take("tenant", "a", Doing.SENDING)


@settings(max_examples=50)
@given(st.lists(st.floats(0.0, 3.0), max_size=120))
def test_whenever_somebody_calls_no_second_holds_more_than_seven(pauses: list[float]) -> None:
    clock, went = Clock(), list[float]()
    limits = Limits(clock.monotonic)
    for pause in pauses:
        clock.seconds += pause
        try:
            limits.take("tenant", "a", Doing.SENDING)
        except Throttled:
            continue
        went.append(clock.seconds)
    assert all(later - first >= 1.0 - 1e-6 for first, later in zip(went, went[7:], strict=False))
