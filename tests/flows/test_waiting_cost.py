"""What not deciding has cost so far: read only where it can be read for sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.escalations.waiting_cost import cost_so_far, read_rate

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "after_three_days"),
    [
        ("EUR 12,000 a day", "36,000 EUR"),
        ("12 000 EUR per day", "36,000 EUR"),
        ("€5k/day", "15,000 €"),
        ("2 batches per week", "1 batches"),
        ("100 EUR/h", "7,200 EUR"),
        ("1234567 EUR a day.", "3,700,000 EUR"),
        ("a lot every day", ""),
        ("12,000 a day", ""),
        ("EUR 12,000 EUR a day", ""),
        ("12,00 EUR a day", ""),
        ("EUR 12,000", ""),
        ("0 EUR a day", ""),
        ("", ""),
    ],
)
def test_o10_the_running_sum_of_a_rate(said: str, after_three_days: str) -> None:
    assert cost_so_far(said, NOW - timedelta(days=3), NOW) == after_three_days


def test_nothing_has_cost_anything_yet() -> None:
    assert cost_so_far("EUR 12,000 a day", NOW, NOW) == ""


@given(st.text(max_size=100))
def test_any_words_are_read_or_left_alone(said: str) -> None:
    rate = read_rate(said)
    assert rate is None or rate.number >= 0
    assert isinstance(cost_so_far(said, NOW - timedelta(days=400), NOW), str)
