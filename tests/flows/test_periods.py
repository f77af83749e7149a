"""The time that a statement is about, as people write it and as it is kept."""

from __future__ import annotations

from datetime import date

import pytest

from flows.contradictions.about import About, apart
from flows.errors import Invalid
from flows.questionnaires.periods import Period, read_period
from tests.flows.project_text import load, refusal, with_answer

MAY = Period(date(2027, 5, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2027-05", MAY),
        ("2027-05-01 to 2027-05-31", MAY),
        ("1 May 2027 until 31.05.2027", MAY),
        ("2027-Q2", Period(date(2027, 4, 1), date(2027, 6, 30))),
        ("2027 q1", Period(date(2027, 1, 1), date(2027, 3, 31))),
        ("2027", Period(date(2027, 1, 1), date(2027, 12, 31))),
        ("2028-02", Period(date(2028, 2, 1), date(2028, 2, 29))),
        ("2027-05-08", Period(date(2027, 5, 8), date(2027, 5, 8))),
    ],
)
def test_c7_a_period_is_read_and_written_back(typed: str, found: Period) -> None:
    assert read_period(typed) == found
    assert read_period(str(found)) == found


@pytest.mark.parametrize("typed", ["", "soon", "2027-13", "2027-Q5", "2027-05-31 to 2027-05-01", "May", "8 May"])
def test_c7_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_period(typed)
    assert "2027-05-01 to 2027-06-30" in str(refused.value.phrase.values["example"])


def test_c7_only_what_both_have_said_can_differ() -> None:
    june = Period(date(2027, 6, 1), date(2027, 6, 30))
    assert apart(About(), About("line3", "stage2", MAY)) == ()
    assert apart(About("line3", "stage1", MAY), About("line4", "stage2", june)) == ("scope", "stage", "period")
    assert apart(About(period=MAY), About(period=Period(date(2027, 5, 31), date(2027, 6, 30)))) == (), "one day"


def test_c7_stage_and_period_stand_in_the_file_and_are_checked() -> None:
    said = load(with_answer("risks.stances: {data_loss: {stance: acceptable, stage: pilot, period: 2027-05}}"))
    stances = said.answers[1].answers["risks.stances"]
    assert isinstance(stances, dict)
    assert (stances["data_loss"].stage, stances["data_loss"].period) == ("pilot", MAY)
    wrong = with_answer("risks.stances: {data_loss: {stance: acceptable, period: soon}}")
    assert (
        "data_loss.period: expected a time such as 2027-05-01 to 2027-06-30, 2027-05 or 2027-Q2, not “soon”"
        in refusal(wrong)
    )
