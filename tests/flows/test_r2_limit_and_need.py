"""R2: a limit one function sets is below what another function needs."""

from __future__ import annotations

import pytest

from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.questionnaires.answers import RiskStance, Stance
from tests.flows.line3 import (
    accept,
    accept_if,
    amount,
    contradictions,
    needs,
    own_risk,
    refuse,
    said,
    sides,
    stances,
)


def test_a_limit_below_a_need_is_hard() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", stances(production_stop=accept_if("4 h"))),
        said("it", needs(production_stop="12 h")),
    )
    assert (finding.id, finding.kind) == ("R2:production_stop", Strength.HARD)
    assert sides(finding) == [("operations",), ("it",)]
    assert [(quote.question, quote.text) for quote in finding.quotes] == [
        ("risks.stances", "acceptable if up to 4 h"),
        ("risks.needs", "12 h"),
    ]
    assert finding.why == "Production stop: Operations allows at most 4 h, but IT needs 12 h."


@pytest.mark.parametrize(
    ("limit", "need", "clash"),
    [
        ("66 min", "1.1 h", False),
        ("65.9 min", "1.1 h", True),
        ("1 days", "24 h", False),
        ("0.1 weeks", "16.8 h", False),
        ("0.1 weeks", "16.800000001 h", True),
        ("12 h", "4 h", False),
    ],
)
def test_amounts_are_compared_exactly_after_conversion(limit: str, need: str, clash: bool) -> None:
    found = contradictions(
        "R2",
        said("operations", stances(production_stop=accept(limit))),
        said("it", needs(production_stop=need)),
    )
    assert bool(found) is clash


def test_a_refusal_is_a_limit_of_zero_in_any_unit() -> None:
    (finding,) = contradictions(
        "R2",
        said("quality", stances(budget_overrun=refuse())),
        said("it", needs(budget_overrun="0.1 %")),
    )
    assert finding.kind is Strength.HARD
    assert finding.why == "Budget overrun: Quality allows none, but IT needs 0.1 %."


def test_a_need_of_zero_never_clashes() -> None:
    found = contradictions(
        "R2",
        said("quality", stances(production_stop=refuse(), budget_overrun=accept("4 h"))),
        said("it", needs(production_stop="0 h", budget_overrun="0 %")),
    )
    assert found == []


def test_a_limit_under_no_view_does_not_count_and_acceptance_without_a_limit_sets_none() -> None:
    found = contradictions(
        "R2",
        said("quality", stances(production_stop=RiskStance(Stance.NO_VIEW, limit=amount("1 h")))),
        said("operations", stances(production_stop=accept())),
        said("it", needs(production_stop="12 h")),
    )
    assert found == []


def test_amounts_of_different_dimension_are_apparent() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", stances(production_stop=accept("4 h"))),
        said("it", needs(production_stop="10 %")),
    )
    assert finding.kind is Strength.APPARENT


def test_a_comparable_pair_makes_it_hard_and_all_pairs_give_the_sides() -> None:
    (finding,) = contradictions(
        "R2",
        said("leadership", stances(production_stop=accept("10 %"))),
        said("operations", stances(production_stop=accept("4 h"))),
        said("quality", stances(production_stop=accept("24 h"))),
        said("it", needs(production_stop="12 h")),
    )
    assert finding.kind is Strength.HARD
    assert sides(finding) == [("leadership", "operations"), ("it",)]


def test_a_function_at_odds_with_itself_is_not_judged() -> None:
    own = stances(production_stop=refuse()) | needs(production_stop="12 h")
    assert contradictions("R2", said("it", own)) == []


def test_a_function_may_stand_on_both_sides_through_different_pairs() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", stances(production_stop=accept("4 h")) | needs(production_stop="12 h")),
        said("it", stances(production_stop=accept("2 h")) | needs(production_stop="8 h")),
    )
    assert sides(finding) == [("operations", "it"), ("operations", "it")]


def test_only_the_need_of_another_function_pulls_a_limit_in() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", stances(production_stop=accept("4 h")) | needs(production_stop="12 h")),
        said("it", stances(production_stop=accept("6 h")) | needs(production_stop="3 h")),
    )
    assert sides(finding) == [("it",), ("operations",)]


def test_an_own_risk_sets_a_limit_too() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", own_risk("shift_handover", accept_if("1 h"))),
        said("it", needs(shift_handover="2 h")),
    )
    assert (finding.id, sides(finding)) == ("R2:shift_handover", [("operations",), ("it",)])


def test_a_confidential_need_is_neither_quoted_nor_told_in_why() -> None:
    (finding,) = contradictions(
        "R2",
        said("operations", stances(production_stop=accept("4 h"))),
        said("it", needs(production_stop="12 h"), confidential=["risks.needs"]),
    )
    assert [quote.text for quote in finding.quotes] == ["acceptable, up to 4 h", CONFIDENTIAL]
    assert "12 h" not in repr(finding)
