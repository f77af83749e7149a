"""Agreement, counted per function: stances by risk and Kendall's W over priorities."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.contradictions.agreement import kendall_w, mean_ranks
from flows.contradictions.analysis import analysis_json
from flows.contradictions.findings import RiskAgreement
from flows.questionnaires.answers import AnswerValue, FunctionAnswers, Ranking, RiskStance, Stance
from tests.flows.line3 import (
    AXES,
    FUNCTIONS,
    NO_VIEW,
    accept,
    accept_if,
    amount,
    analysed,
    deciders,
    line3,
    measure,
    needs,
    own_risk,
    priorities,
    refuse,
    said,
    stances,
)


def ranked(*groups: str) -> Ranking:
    return tuple(tuple(group.split()) for group in groups)


def test_tied_axes_share_the_mean_of_the_ranks_they_take_up() -> None:
    assert mean_ranks(ranked("a", "b c", "d e f")) == {
        "a": 1,
        "b": Fraction(5, 2),
        "c": Fraction(5, 2),
        "d": 5,
        "e": 5,
        "f": 5,
    }


def test_w_of_three_rankings_without_ties_by_hand() -> None:
    # totals a 4, b 5, c 9; middle 6; S = 4 + 1 + 9 = 14; W = 12·14 / (9·24) = 7/9
    assert kendall_w([ranked("a", "b", "c"), ranked("b", "a", "c"), ranked("a", "b", "c")], 3) == Fraction(7, 9)


def test_w_with_tie_correction_by_hand() -> None:
    # ranks 1, 2.5, 2.5 and 1, 2, 3; totals 2, 4.5, 5.5; middle 4; S = 4 + 0.25 + 2.25 = 6.5; T = 6
    # W = 12·6.5 / (4·24 − 2·6) = 78/84
    assert kendall_w([ranked("a", "b c"), ranked("a", "b", "c")], 3) == Fraction(13, 14)


def test_w_is_one_for_equal_and_zero_for_opposite_rankings() -> None:
    assert kendall_w([ranked("a", "b c", "d")] * 2, 4) == 1
    assert kendall_w([ranked("a", "b", "c"), ranked("c", "b", "a")], 3) == 0


@pytest.mark.parametrize("rankings", [[], [ranked("a", "b", "c")], [ranked("a b c"), ranked("a b c"), ranked("c b a")]])
def test_w_has_no_meaning_below_two_rankings_or_when_everybody_ties_everything(rankings: list[Ranking]) -> None:
    assert kendall_w(rankings, 3) is None


def test_one_ranking_with_an_order_among_ties_gives_a_figure() -> None:
    # totals 3, 4, 5; middle 4; S = 2; W = 24 / (4·24 − 2·24) = 1/2
    assert kendall_w([ranked("a b c"), ranked("a", "b", "c")], 3) == Fraction(1, 2)


def test_m_counts_rankings_and_n_is_always_the_number_of_axes() -> None:
    assert (analysed().agreement.m, analysed().agreement.n) == (0, 5)
    one = analysed(said("it", priorities(" ".join(AXES)))).agreement
    assert (one.kendall_w, one.m, one.n) == (None, 1, 5)


def test_the_most_common_stance_is_counted_per_function_with_a_view() -> None:
    risks = analysed(
        said("leadership", stances(production_stop=accept())),
        said("operations", stances(production_stop=accept_if("4 h"))),
        said("it", stances(production_stop=accept_if("12 h"))),
        said("quality", stances(production_stop=NO_VIEW)),
    ).agreement.risks
    assert risks == {"production_stop": RiskAgreement(Stance.ACCEPTABLE_IF, 2, 3, ("leadership",))}


@pytest.mark.parametrize(
    ("one", "other", "careful"),
    [
        (accept(), refuse(), Stance.NOT_ACCEPTABLE),
        (accept_if(), refuse(), Stance.NOT_ACCEPTABLE),
        (accept(), accept_if(), Stance.ACCEPTABLE_IF),
    ],
)
def test_on_a_tie_the_more_careful_stance_counts(one: RiskStance, other: RiskStance, careful: Stance) -> None:
    risks = analysed(said("it", stances(data_loss=one)), said("quality", stances(data_loss=other))).agreement.risks
    assert (risks["data_loss"].stance, risks["data_loss"].share) == (careful, Fraction(1, 2))
    assert risks["data_loss"].differ == ("it",)


def test_a_risk_without_a_view_is_left_out_and_an_own_risk_counts() -> None:
    risks = analysed(
        said("it", stances(data_loss=NO_VIEW) | needs(production_stop="4 h")),
        said("operations", own_risk("shift_handover", refuse())),
    ).agreement.risks
    assert risks == {"shift_handover": RiskAgreement(Stance.NOT_ACCEPTABLE, 1, 1, ())}


def test_the_json_has_the_shape_and_the_order_of_the_specification() -> None:
    printed = analysis_json(
        analysed(
            said(
                "quality",
                stances(data_loss=refuse("audit")) | priorities("quality", "speed scope cost", "operational_safety"),
            ),
            said("it", stances(data_loss=accept_if("4 h")) | priorities(*AXES)),
            said("operations", stances(data_loss=accept_if("1 h"))),
        )
    )
    assert list(printed) == ["contradictions", "gaps", "agreement", "silent"]
    assert json.loads(json.dumps(printed))["contradictions"][0] == {
        "id": "R1:data_loss",
        "rule": "R1",
        "subject": "data_loss",
        "kind": "bridgeable",
        "sides": [
            {
                "functions": ["operations", "it"],
                "quotes": [
                    {"function": "operations", "question": "risks.stances", "text": "acceptable if up to 1 h"},
                    {"function": "it", "question": "risks.stances", "text": "acceptable if up to 4 h"},
                ],
            },
            {
                "functions": ["quality"],
                "quotes": [{"function": "quality", "question": "risks.stances", "text": "not acceptable: audit"}],
            },
        ],
        "why": (
            "Operations (acceptable if up to 1 h) and IT (acceptable if up to 4 h) accept “Data loss”, "
            "Quality refuses it."
        ),
    }
    assert printed["agreement"] == {
        # ranks 1-5 in axis order, and 5, 1, 3, 3, 3: totals 6, 3, 6, 7, 8; middle 6; S = 9 + 1 + 4 = 14; T = 24
        # W = 12·14 / (4·120 − 2·24) = 168/432
        "kendall_w": 168 / 432,
        "m": 2,
        "n": 5,
        "risks": {"data_loss": {"stance": "acceptable_if", "share": 2 / 3, "of": 3, "differ": ["quality"]}},
    }
    assert printed["silent"] == ["leadership"]
    assert json.loads(json.dumps(printed))["gaps"][0] == {
        "id": "R8:budget_overrun",
        "rule": "R8",
        "subject": "budget_overrun",
        "functions": ["leadership", "operations", "it", "quality"],
        "why": "Nobody has a view on Budget overrun or a need of it.",
    }


def test_findings_are_ordered_by_rule_then_subject_by_code_point() -> None:
    analysis = analysed(
        said("it", own_risk("Zulu", refuse()) | stances(data_loss=refuse(), budget_overrun=refuse())),
        said(
            "quality",
            stances(Zulu=accept(), data_loss=accept(), budget_overrun=accept()) | needs(data_loss="1 h"),
        ),
    )
    assert [finding.id for finding in analysis.contradictions] == [
        "R1:Zulu",
        "R1:budget_overrun",
        "R1:data_loss",
        "R2:data_loss",
    ]


STANCES = st.builds(
    RiskStance,
    st.sampled_from(Stance),
    limit=st.sampled_from([None, amount("1 h"), amount("90 min"), amount("5 %")]),
    scope=st.sampled_from([None, "line 3", "Line3", "line 2"]),
)
RANKINGS = st.permutations(AXES).flatmap(
    lambda axes: st.integers(0, 4).map(
        lambda tied: tuple((axis,) for axis in axes[tied:]) + ((tuple(axes[:tied]),) if tied else ())
    )
)
CHOICES: dict[str, st.SearchStrategy[AnswerValue]] = {
    "risks.stances": st.dictionaries(st.sampled_from(["production_stop", "data_loss"]), STANCES),
    "risks.needs": st.sampled_from([needs(production_stop=need)["risks.needs"] for need in ("0 h", "2 h", "1 %")]),
    "outcome.priorities": RANKINGS,
    "decisions.deciders": st.sampled_from(
        [deciders(speed__scope=person)["decisions.deciders"] for person in ("maria", "ewa")]
    ),
    "outcome.measure": st.sampled_from([measure("OEE", ("61", target))["outcome.measure"] for target in ("66", "70")]),
}
ANSWERS = st.fixed_dictionaries({}, optional=CHOICES)
ROUNDS = st.lists(ANSWERS, min_size=4, max_size=4).map(
    lambda all_answers: [said(function.id, answers) for function, answers in zip(FUNCTIONS, all_answers, strict=True)]
)


@settings(max_examples=60, deadline=None)
@given(ROUNDS.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
def test_the_order_of_the_answers_changes_nothing(
    twice: tuple[list[FunctionAnswers], list[FunctionAnswers]],
) -> None:
    in_order, turned = twice
    assert analysed(*turned) == analysed(*in_order)


@settings(max_examples=60, deadline=None)
@given(ROUNDS)
def test_the_order_of_the_functions_changes_no_finding(answers: list[FunctionAnswers]) -> None:
    turned = analysed(*answers, project=line3(FUNCTIONS[::-1]))
    found = [(finding.id, finding.kind) for finding in analysed(*answers).contradictions]
    assert [(finding.id, finding.kind) for finding in turned.contradictions] == found


@settings(max_examples=60, deadline=None)
@given(ROUNDS)
def test_laws_of_every_analysis(answers: list[FunctionAnswers]) -> None:
    analysis = analysed(*answers)
    order = [function.id for function in FUNCTIONS]
    for finding in analysis.contradictions:
        functions = [function for side in finding.sides for function in side.functions]
        assert len(set(functions)) >= 2, "a function at odds with itself is not judged"
        for side in finding.sides:
            assert list(side.functions) == sorted(set(side.functions), key=order.index)
            assert {quote.function for quote in side.quotes} == set(side.functions)
    assert len({finding.id for finding in analysis.contradictions}) == len(analysis.contradictions)
    for risk in analysis.agreement.risks.values():
        assert risk.agree + len(risk.differ) == risk.of <= len(FUNCTIONS)
    w = analysis.agreement.kendall_w
    assert w is None or 0 <= w <= 1
