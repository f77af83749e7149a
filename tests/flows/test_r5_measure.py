"""R5: the same measure with another target, direction, dimension or date."""

from __future__ import annotations

import pytest

from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.questionnaires.answers import NoView
from tests.flows.line3 import contradictions, measure, said, sides


def test_another_target_is_hard_and_the_subject_is_the_name_as_first_given() -> None:
    (finding,) = contradictions(
        "R5",
        said("quality", measure("oee LINE3", ("61", "70"))),
        said("operations", measure("OEE line 3", ("61", "66"))),
    )
    assert (finding.id, finding.kind) == ("R5:OEE line 3", Strength.HARD)
    assert sides(finding) == [("operations",), ("quality",)]
    assert [quote.text for quote in finding.quotes] == [
        "OEE line 3 from 61 to 66 % by 2027-06-30",
        "oee LINE3 from 61 to 70 % by 2027-06-30",
    ]
    assert finding.why == (
        "OEE line 3: Operations says from 61 to 66 % by 2027-06-30 and Quality says from 61 to 70 % by 2027-06-30."
    )


def test_the_same_position_after_conversion_is_no_contradiction() -> None:
    answers = (
        said("operations", measure("Changeover", ("2", "1.1"), "h")),
        said("quality", measure("changeover", ("120", "66"), "min")),
    )
    assert contradictions("R5", *answers) == []


def test_another_baseline_alone_is_no_contradiction() -> None:
    answers = (said("operations", measure("OEE", ("61", "66"))), said("quality", measure("OEE", ("58", "66"))))
    assert contradictions("R5", *answers) == []


@pytest.mark.parametrize("baseline", ["70", "66"])
def test_another_direction_is_hard_and_hold_is_a_direction_of_its_own(baseline: str) -> None:
    (finding,) = contradictions(
        "R5",
        said("operations", measure("OEE", ("61", "66"))),
        said("quality", measure("OEE", (baseline, "66"))),
    )
    assert finding.kind is Strength.HARD


def test_another_date_is_hard() -> None:
    (finding,) = contradictions(
        "R5",
        said("operations", measure("OEE", ("61", "66"))),
        said("quality", measure("OEE", ("61", "66"), by="2027-07-01")),
    )
    assert finding.kind is Strength.HARD


def test_another_dimension_alone_is_apparent() -> None:
    (finding,) = contradictions(
        "R5",
        said("operations", measure("Output", ("10", "20"), "pieces")),
        said("quality", measure("Output", ("10", "20"), "EUR")),
    )
    assert finding.kind is Strength.APPARENT


def test_different_scopes_are_apparent_and_one_missing_scope_is_not() -> None:
    two = (
        said("operations", measure("OEE", ("61", "66"), scope="line 3")),
        said("quality", measure("OEE", ("61", "70"), scope="line 2")),
    )
    (apparent,) = contradictions("R5", *two)
    assert apparent.kind is Strength.APPARENT
    (hard,) = contradictions("R5", *two, said("it", measure("OEE", ("61", "68"))))
    assert (hard.kind, len(hard.sides)) == (Strength.HARD, 3)


def test_equal_positions_share_a_side_whatever_their_scope() -> None:
    (finding,) = contradictions(
        "R5",
        said("leadership", measure("OEE", ("61", "66"), scope="line 3")),
        said("operations", measure("OEE", ("61", "70"))),
        said("quality", measure("OEE", ("60", "66"), scope="line 2")),
    )
    assert sides(finding) == [("leadership", "quality"), ("operations",)]


def test_measures_of_different_names_and_no_view_are_not_compared() -> None:
    answers = (
        said("operations", measure("OEE", ("61", "66"))),
        said("quality", measure("Scrap", ("5", "3"))),
        said("it", {"outcome.measure": NoView()}),
    )
    assert contradictions("R5", *answers) == []


def test_a_confidential_measure_is_neither_quoted_nor_told_in_why() -> None:
    (finding,) = contradictions(
        "R5",
        said("operations", measure("OEE", ("61", "66"))),
        said("quality", measure("OEE", ("61", "70")), confidential=["outcome.measure"]),
    )
    assert finding.sides[1].quotes[0].text == CONFIDENTIAL
    assert "70" not in finding.why
