"""The dates and the measures that the two wordings of a goal write out: each has to be that of the goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flows.goals.linting import problems, reading_remarks
from flows.goals.records import Goal
from flows.goals.written_days import written_days
from flows.questionnaires.answers import Measure
from tests.flows.reading import read

OEE = Measure("OEE line 3", Decimal(61), Decimal(66), "%", date(2028, 6, 30), None)
GOAL = Goal("66 %", "66 %", OEE)
SAME = (
    "2028-06-30",
    "2028/06/30",
    "2028.06.30",
    "2028-06",
    "2028/06",
    "06.2028",
    "06/2028",
    "30/6/28",
    "06/30/28",
    "30.06.28",
    "30 June 2028",
    "30. Juni 2028",
    "30. JUN\u0130 2028",
    "30. jun\u0131 2028",
    "30 czerwca 2028",
    "the 30th of June, 2028",
    "June 30, 2028",
    "30 Jun. 2028",
    "30.06.2028",
    "30.6.2028",
    "30/06/2028",
    "06/30/2028",
    "June 2028",
    "w czerwcu 2028",
    "Q2 2028",
    "Q2/2028",
    "2028 Q2",
    "H1 2028",
)
OTHER = (
    "2028-07-01",
    "2028/07/30",
    "2029-06",
    "07.2028",
    "06/2029",
    "30/6/29",
    "30.07.28",
    "30 June 2029",
    "30. Juli 2028",
    "31.12.2030",
    "12/31/2030",
    "03/04/2028",
    "July 2028",
    "maju 2028",
    "Q3 2028",
    "2027-Q2",
    "H2 2028",
)


@pytest.mark.parametrize("written", SAME)
def test_d1_a_date_may_be_written_in_any_way_that_means_the_goals_own(written: str) -> None:
    assert not [*problems(replace(GOAL, business=f"66 % by {written}, no later."))]
    assert len([*written_days(f"66 % by {written}, no later.")]) == 1


@pytest.mark.parametrize("written", OTHER)
def test_d1_a_wording_with_another_date_is_refused_in_a_sentence_that_names_both(written: str) -> None:
    ((field, problem),) = problems(replace(GOAL, operational=f"66 % by {written}, no later."))
    assert field == "operational"
    assert written in read(problem)
    assert "2028-06-30" in read(problem)


def test_d1_two_wordings_with_dates_of_their_own_are_refused_and_both_are_named() -> None:
    refused = [*problems(replace(GOAL, business="66 % by June 2028", operational="66 % by 31.12.2030"))]
    ((field, problem),) = refused
    assert field == "operational"
    for named in ("31.12.2030", "June 2028"):
        assert named in read(problem)


@pytest.mark.parametrize(
    "words",
    [
        "66 % with 2028 pieces, 2,030 hours and 30 to 31 people",
        "66 % from version 2.6.2028.1 on, on lines 1.2.3",
        "66 %, which may 2028% and junes 2029x",
        "66 % on the 31 June 2027, which is no day",
        "66 % on lines 1/2/30, 1/2028 of the parts, 2028/29, 2028-13, 6.2028 kg and version 1.2.28",
        "66 % with 06.20281 kg, 2028-06-x and 12/30/4 pieces",
        "66 % with 12 march-pasts and Q7 2027 and H3 2027",
    ],
)
def test_d1_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    assert not [*written_days(words)]


def test_d1_a_month_in_old_letters_is_read_too() -> None:
    assert [each.text for each in written_days("by augu\u017ft 2028")] == ["augu\u017ft 2028"]


def test_o2_a_reading_with_a_later_date_is_remarked_on_however_it_is_written() -> None:
    readings = {"quality": "from Q3 2028", "it": "June 2028", "operations": "1 May 2028", "finance": "31.12.2030"}
    assert len([*reading_remarks(replace(GOAL, readings=readings))]) == 2


SCRAP, HOURS = replace(OEE, name="Scrap rate"), replace(OEE, name="Set-up time", unit="h")


@pytest.mark.parametrize(
    "words", ["66 % by 2028-06-30", "OEE at 66 %, scrap rate as it is", "66 % and set-up time", "scrap at 66 %"]
)
def test_d1_a_wording_need_not_name_its_measure(words: str) -> None:
    others = (OEE, SCRAP, HOURS, replace(OEE, name="Line"))
    assert not [*problems(replace(GOAL, business=words), others)]


def test_d1_a_wording_that_names_another_measure_instead_is_refused_with_both_names() -> None:
    ((field, problem),) = problems(replace(GOAL, business="The scrap  rate is 66 %."), (HOURS, SCRAP))
    assert field == "business"
    assert read(problem) == (
        "This wording names Scrap rate, and the goal is measured by OEE line 3. Please name OEE line 3 in it."
    )
