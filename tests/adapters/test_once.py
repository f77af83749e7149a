"""What a process remembers of what it has done, and what may be logged of a fault."""

from __future__ import annotations

from adapters.faults import where
from adapters.once import MOST, Once


def test_a_key_comes_first_once() -> None:
    once = Once()
    assert [once.first("a"), once.first("a"), once.first("b")] == [True, False, True]


def test_only_the_latest_are_remembered() -> None:
    once = Once()
    for number in range(MOST + 1):
        once.first(str(number))
    assert [once.first(str(MOST)), once.first("0")] == [False, True]


def test_a_fault_is_named_by_its_place_and_not_by_its_words() -> None:
    try:
        int("canary")
    except ValueError as error:
        found = where(error)
    assert found.startswith("test_once.py:")
    assert where(ValueError("canary")) == ""
