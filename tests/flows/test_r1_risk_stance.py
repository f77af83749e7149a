"""R1: some accept a risk, some refuse it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.questionnaires.answers import NoView, RiskStance
from tests.flows.line3 import (
    NO_VIEW,
    accept,
    accept_if,
    amount,
    analysed,
    contradictions,
    own_risk,
    refuse,
    said,
    sides,
    stances,
)


def test_an_unconditional_accepter_against_a_refuser_is_hard() -> None:
    (finding,) = contradictions(
        "R1",
        said("quality", stances(production_stop=refuse("no paper trail"))),
        said("leadership", stances(production_stop=accept())),
    )
    assert (finding.id, finding.kind) == ("R1:production_stop", Strength.HARD)
    assert sides(finding) == [("leadership",), ("quality",)]


def test_acceptable_with_a_limit_is_still_unconditional() -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept(limit="4 h"))),
        said("quality", stances(production_stop=refuse())),
    )
    assert finding.kind is Strength.HARD


def test_acceptable_if_is_conditional_even_without_a_condition() -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept_if())),
        said("quality", stances(production_stop=refuse())),
    )
    assert finding.kind is Strength.BRIDGEABLE


def test_a_finding_is_as_strong_as_its_strongest_pair_and_holds_the_functions_of_all() -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept_if("4 h"))),
        said("operations", stances(production_stop=accept(scope="line 2"))),
        said("it", stances(production_stop=accept())),
        said("quality", stances(production_stop=refuse(scope="line 3"))),
    )
    assert finding.kind is Strength.HARD
    assert sides(finding) == [("leadership", "operations", "it"), ("quality",)]


@pytest.mark.parametrize("stance", [accept(), accept_if(), refuse()])
def test_one_stance_alone_contradicts_nothing(stance: RiskStance) -> None:
    answers = [said(function, stances(production_stop=stance)) for function in ("it", "quality")]
    assert contradictions("R1", *answers, said("operations", stances(production_stop=NO_VIEW))) == []


def test_no_view_in_place_of_the_whole_answer_is_no_view_on_any_risk() -> None:
    answers = [said("it", {"risks.stances": NoView()}), said("quality", stances(production_stop=refuse()))]
    assert contradictions("R1", *answers) == []


def test_two_given_scopes_that_differ_make_it_apparent() -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept(scope="line 2"))),
        said("quality", stances(production_stop=refuse(scope="line 3"))),
    )
    assert finding.kind is Strength.APPARENT
    assert finding.why.endswith("but they speak of different scopes.")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Line 3", "line3", Strength.HARD),
        ("Łódź", "łodz", Strength.HARD),
        ("Łódź", "lodz", Strength.APPARENT),
        ("line 2", None, Strength.HARD),
        (None, "line 3", Strength.HARD),
    ],
)
def test_scopes_are_compared_like_names_and_only_two_given_ones_can_differ(
    one: str | None, other: str | None, kind: Strength
) -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept(scope=one))),
        said("quality", stances(production_stop=refuse(scope=other))),
    )
    assert finding.kind is kind


def test_the_hard_pair_may_be_apparent_so_that_a_bridgeable_one_is_the_strongest() -> None:
    (finding,) = contradictions(
        "R1",
        said("leadership", stances(production_stop=accept(scope="line 2"))),
        said("operations", stances(production_stop=accept_if(scope="line 3"))),
        said("quality", stances(production_stop=refuse(scope="line 3"))),
    )
    assert finding.kind is Strength.BRIDGEABLE
    assert sides(finding) == [("leadership", "operations"), ("quality",)]


def test_an_own_risk_counts_as_its_owners_stance() -> None:
    (finding,) = contradictions(
        "R1",
        said("operations", own_risk("shift_handover", refuse("that is where we lose things"))),
        said("it", stances(shift_handover=accept_if(condition="two shifts only"))),
    )
    assert (finding.id, finding.kind) == ("R1:shift_handover", Strength.BRIDGEABLE)
    assert [(quote.question, quote.text) for quote in finding.quotes] == [
        ("risks.stances", "acceptable if two shifts only"),
        ("risks.own", "Shift handover without the old board: not acceptable: that is where we lose things"),
    ]


def test_the_owners_stance_stands_only_with_the_own_risk() -> None:
    owner = own_risk("shift_handover", refuse()) | stances(shift_handover=accept())
    assert contradictions("R1", said("operations", owner)) == []


def test_quotes_show_what_was_said_and_who_said_it() -> None:
    (finding,) = contradictions(
        "R1",
        said("operations", stances(safety_incident=accept_if("4 h", "only on a Sunday night shift", "line 3"))),
        said("quality", stances(safety_incident=refuse("nobody gets hurt", test="any recordable incident"))),
    )
    assert [(quote.text, quote.by) for quote in finding.quotes] == [
        ("acceptable for line 3 if up to 4 h, only on a Sunday night shift", "maria"),
        ("not acceptable: nobody gets hurt (test: any recordable incident)", "piotr"),
    ]
    assert finding.why == (
        "Operations (acceptable for line 3 if up to 4 h) accepts “Safety incident”, Quality refuses it."
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (accept(), "acceptable"),
        (accept("4 h", "line 3"), "acceptable for line 3, up to 4 h"),
        (accept_if(), "acceptable if …"),
        (accept_if("4 h"), "acceptable if up to 4 h"),
        (accept_if(condition="at night", scope="line 3"), "acceptable for line 3 if at night"),
        (replace(accept("4 h"), condition="at night", why="a spare"), "acceptable, up to 4 h: at night; a spare"),
        (replace(accept_if("4 h", "at night"), why="a spare"), "acceptable if up to 4 h, at night: a spare"),
    ],
)
def test_stances_are_quoted_as_people_say_them(answer: RiskStance, words: str) -> None:
    refused = said("quality", stances(data_loss=replace(refuse(scope="line 3"), limit=amount("1 h"))))
    (finding,) = contradictions("R1", said("it", stances(data_loss=answer)), refused)
    assert [quote.text for quote in finding.quotes] == [words, "not acceptable for line 3, limit 1 h"]


def test_a_confidential_answer_counts_but_is_never_quoted() -> None:
    analysis = analysed(
        said("operations", stances(production_stop=accept("4 h"))),
        said("quality", stances(production_stop=refuse("our secret")), confidential=["risks.stances"]),
    )
    (finding,) = analysis.contradictions
    assert [quote.text for quote in finding.sides[1].quotes] == [CONFIDENTIAL]
    assert "our secret" not in repr(analysis)
    assert finding.why.endswith("Quality (confidential) refuses it.")
