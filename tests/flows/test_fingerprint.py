"""What makes a settled contradiction a new one: another answer, and never another wording of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.contradictions.findings import Contradiction, QuotedAnswer, Side, Strength
from flows.resolving.tracking import fingerprint

YES = QuotedAnswer("operations", "risks.stances", "acceptable", "maria")
NO = QuotedAnswer("quality", "risks.stances", "not acceptable", "hanna")
FOUND = Contradiction(
    "R1", "production_stop", Strength.HARD, (Side(("operations",), (YES,)), Side(("quality",), (NO,))), "They differ."
)


def test_our_own_words_are_not_an_answer() -> None:
    reworded = replace(FOUND, why="Operations accepts, Quality refuses it.", matter="Stop", openly="They differ on it.")
    assert fingerprint(reworded) == fingerprint(FOUND)


@pytest.mark.parametrize(
    "sides",
    [
        (Side(("operations",), (replace(YES, text="acceptable if …"),)), FOUND.sides[1]),
        (Side(("operations", "quality"), (YES, NO)),),
        (FOUND.sides[0], Side(("it",), (replace(NO, function="it"),))),
    ],
    ids=["another answer", "on the other side", "another function"],
)
def test_an_answer_that_changes_is_news(sides: tuple[Side, ...]) -> None:
    assert fingerprint(replace(FOUND, sides=sides)) != fingerprint(FOUND)
