"""Which words leave open what is meant, and which do not."""

from __future__ import annotations

import pytest

from flows.questionnaires.template import Kind
from flows.questionnaires.vague import Vague, made_clearer, vague_answer, vague_words
from flows.questionnaires.vague_words import Leaves


@pytest.mark.parametrize(
    ("said", "found", "leaves"),
    [
        ("ASAP", "ASAP", Leaves.WHEN),
        ("We want it as soon as possible.", "as soon as possible", Leaves.WHEN),
        ("soon", "soon", Leaves.WHEN),
        ("Support, as needed", "as needed", Leaves.CONDITION),
        ("high   Quality reports", "high   Quality", Leaves.HOW_GOOD),
        ("TBD", "TBD", Leaves.ALL),
        ("n/a", "n/a", Leaves.ALL),
        ("???", "???", Leaves.ALL),
        ("  - ", "-", Leaves.ALL),
        ("so schnell wie moglich", "so schnell wie moglich", Leaves.WHEN),
        ("Wysoka jakosc", "Wysoka jakosc", Leaves.HOW_GOOD),
        ("jak najszybciej", "jak najszybciej", Leaves.WHEN),
    ],
)
def test_c9_words_that_leave_something_open(said: str, found: str, leaves: Leaves) -> None:
    assert vague_words(said) == (found, leaves)


@pytest.mark.parametrize(
    "said",
    [
        "As soon as the acceptance test has been passed",
        "Soon, at the latest by 30 June",
        "on time: every Friday",
        "No shift on line 3 runs slower than before",
        "Nobody gets hurt for a date",
        "The sooner the orders reach the line, the better",
        "ASAP " + "word " * 40,
        "x" * 100_000,
    ],
)
def test_words_that_say_what_is_meant(said: str) -> None:
    assert vague_words(said) is None


def test_only_free_words_of_an_answer_are_looked_at() -> None:
    grid = {"stop": {"stance": "acceptable_if", "limit": "4 h", "condition": "if possible"}}
    assert vague_answer(Kind.RISK_GRID, grid) == Vague("if possible", Leaves.CONDITION, ("stop", "condition"))
    assert vague_answer(Kind.TEXT, "no_view") is None
    assert vague_answer(Kind.CHOICE, "soon") is None
    assert vague_answer(Kind.EVIDENCE, [{"what": "A protocol", "from": "it"}, {"what": "tbd"}]) == Vague(
        "tbd", Leaves.ALL, ("1", "what")
    )


def test_words_are_added_where_the_vague_ones_stand() -> None:
    assert made_clearer("ASAP ", (), "by May") == "ASAP – by May"
    assert made_clearer({"a": {"why": "soon"}, "b": {}}, ("a", "why"), "x") == {"a": {"why": "soon – x"}, "b": {}}
    assert made_clearer([{"what": "a"}, {"what": "b"}], ("1", "what"), "x") == [{"what": "a"}, {"what": "b – x"}]
