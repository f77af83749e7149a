"""R8: what nobody has said, names or decides."""

from __future__ import annotations

from flows.projects.records import Function
from flows.questionnaires.answers import NoView
from tests.flows.line3 import (
    FUNCTIONS,
    NO_VIEW,
    RISKS,
    TRADEOFFS,
    accept,
    analysed,
    deciders,
    gaps,
    line3,
    needs,
    own_risk,
    said,
    stances,
)

EVERYONE = ("leadership", "operations", "it", "quality")


def test_without_any_answer_everything_is_silent() -> None:
    analysis = analysed()
    assert analysis.silent == EVERYONE
    assert {gap.subject for gap in analysis.gaps} == {*EVERYONE, *TRADEOFFS, *(risk for risk, _, _ in RISKS)}


def test_a_catalogue_risk_is_a_gap_of_everyone_unless_somebody_has_a_view_or_a_need() -> None:
    found = gaps(
        "R8",
        said("it", stances(production_stop=accept(), safety_incident=NO_VIEW) | needs(data_loss="1 h")),
        said("quality", own_risk("shift_handover", NO_VIEW)),
    )
    assert {risk for risk, _, _ in RISKS} & found.keys() == {
        "safety_incident",
        "budget_overrun",
        "manual_double_work",
    }
    assert found["safety_incident"].functions == EVERYONE
    assert "shift_handover" not in found


def test_a_function_without_a_question_key_is_silent_but_no_view_and_an_empty_list_are_answers() -> None:
    analysis = analysed(
        said("it", {"outcome.measure": NoView()}),
        said("quality", {"evidence.needs": ()}),
        said("operations", {}),
    )
    assert analysis.silent == ("leadership", "operations")
    silent = {gap.subject: gap.functions for gap in analysis.gaps if gap.subject in EVERYONE}
    assert silent == {"leadership": ("leadership",), "operations": ("operations",)}


def test_a_tradeoff_of_the_template_is_a_gap_unless_named_or_covered_in_either_order() -> None:
    found = gaps(
        "R8",
        said("it", deciders(speed__scope="ewa") | {"decisions.joint": ()}),
        said("quality", {"decisions.deciders": {"cost/quality": NoView()}}),
        project=line3(rights=["quality/scope", "operational_safety/speed"]),
    )
    assert {tradeoff for tradeoff in TRADEOFFS if tradeoff in found} == {"cost/quality", "speed/quality"}
    assert found["cost/quality"].functions == EVERYONE


def test_a_joint_decision_without_a_decision_right_is_a_gap_of_who_asked() -> None:
    found = gaps(
        "R8",
        said("quality", {"decisions.joint": ("cutover_date", "fallback_to_paper")}),
        said("operations", {"decisions.joint": ("cutover_date", "label design")}),
        project=line3(rights=["fallback_to_paper"]),
    )
    assert found["cutover_date"].functions == ("operations", "quality")
    assert found["label design"].functions == ("operations",)
    assert "fallback_to_paper" not in found
    assert found["cutover_date"].why == (
        "Operations and Quality want to decide Cut-over date together, and no decision right says how."
    )


def test_naming_a_decider_does_not_cover_a_joint_decision() -> None:
    answers = deciders(cutover_date="maria") | {"decisions.joint": ("cutover_date",)}
    assert "cutover_date" in gaps("R8", said("operations", answers))


def test_a_function_called_like_a_risk_shares_its_gap() -> None:
    functions = (*FUNCTIONS, Function("data_loss", "Data protection", "jan"))
    found = gaps("R8", said("it", {"decisions.joint": ()}), project=line3(functions))
    assert found["data_loss"].functions == (*EVERYONE, "data_loss")
    assert "Data protection has not answered" in found["data_loss"].why


def test_a_decision_asked_for_in_confidence_is_not_told_in_why() -> None:
    found = gaps("R8", said("it", {"decisions.joint": ("sell the line",)}, confidential=["decisions.joint"]))
    assert "sell the line" not in found["sell the line"].why
