"""The coverage picture as data: one mark per function and topic, and the same in words."""

from __future__ import annotations

from datetime import date

from adapters.drawing import draw_text
from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import case_of
from flows.contradictions.coverage import coverage
from flows.messages import Mark, Picture
from flows.projects.records import Milestone
from flows.questionnaires.answers import EvidenceNeed, FunctionAnswers, NoTouch, NoView
from tests.flows.line3 import (
    AXES,
    PEOPLE,
    TEMPLATE,
    accept,
    accept_if,
    deciders,
    line3,
    measure,
    own_risk,
    priorities,
    refuse,
    said,
    stances,
)

CUTOVER = Milestone("cutover", "Cut-over", date(2027, 5, 8), touches_production=True)
COLUMNS = ("Outcome", "Priorities", "Risks", "Decisions", "Reporting", "Evidence")


def drawn(*answers: FunctionAnswers) -> Picture:
    case = case_of(TEMPLATE, line3(milestones=(CUTOVER,)), PEOPLE, answers)
    return coverage(case, analyse_case(case))


def mark(picture: Picture, function: str, topic: str) -> Mark:
    return picture.marks[picture.rows.index(function)][picture.columns.index(topic)]


def test_rows_are_the_functions_and_columns_the_topics_of_the_template() -> None:
    picture = drawn()
    assert picture.rows == ("Leadership", "Operations", "IT", "Quality")
    assert picture.columns == COLUMNS
    assert {each for row in picture.marks for each in row} == {Mark.GAP}


def test_both_sides_of_a_contradiction_are_marked_in_its_topic_only() -> None:
    picture = drawn(
        said("it", stances(production_stop=accept()) | deciders(speed__scope="ewa")),
        said("quality", stances(production_stop=refuse()) | deciders(speed__scope="ewa")),
    )
    assert mark(picture, "IT", "Risks") is mark(picture, "Quality", "Risks") is Mark.CONTRADICTION
    assert mark(picture, "IT", "Decisions") is mark(picture, "Quality", "Decisions") is Mark.ALIGNED


def test_dates_are_marked_where_they_were_said() -> None:
    picture = drawn(
        said(
            "it",
            {
                "risks.no_touch": (NoTouch(date(2027, 5, 1), date(2027, 5, 31)),),
                "evidence.needs": (EvidenceNeed("Protocol", "quality", date(2027, 6, 1), "cutover"),),
            },
        )
    )
    assert mark(picture, "IT", "Risks") is mark(picture, "IT", "Evidence") is Mark.CONTRADICTION


def test_an_apparent_contradiction_is_neither_one_nor_alignment() -> None:
    picture = drawn(
        said("it", measure("OEE", ("61", "66"), scope="line 2")),
        said("quality", measure("OEE", ("61", "70"), scope="line 3")),
    )
    assert mark(picture, "IT", "Outcome") is Mark.ANSWERED


def test_what_a_function_asks_for_in_vain_is_its_gap() -> None:
    picture = drawn(
        said("it", {"reporting.cadence": "daily", "evidence.needs": (EvidenceNeed("Pen test"),)}),
        said("quality", {"reporting.cadence": "weekly", "evidence.needs": (EvidenceNeed("Log", "it"),)}),
    )
    assert mark(picture, "IT", "Reporting") is mark(picture, "IT", "Evidence") is Mark.GAP
    assert mark(picture, "Quality", "Reporting") is mark(picture, "Quality", "Evidence") is Mark.ALIGNED


def test_answers_that_nobody_shares_or_without_a_view_are_just_answered() -> None:
    picture = drawn(
        said("it", own_risk("handover", refuse()) | {"outcome.statement": "No paper.", "decisions.joint": ()}),
        said("quality", {"outcome.priorities": NoView()}),
        said("operations", priorities(*AXES)),
    )
    for function, topic in (
        ("IT", "Outcome"),
        ("IT", "Decisions"),
        ("IT", "Risks"),
        ("Quality", "Priorities"),
        ("Operations", "Priorities"),
    ):
        assert mark(picture, function, topic) is Mark.ANSWERED


def test_who_holds_another_stance_than_most_is_not_aligned() -> None:
    picture = drawn(
        said("it", stances(data_loss=accept())),
        said("operations", stances(data_loss=accept())),
        said("quality", stances(data_loss=accept_if("1 h"))),
    )
    assert mark(picture, "IT", "Risks") is Mark.ALIGNED
    assert mark(picture, "Quality", "Risks") is Mark.ANSWERED


def test_what_is_said_in_confidence_shows_as_answered() -> None:
    picture = drawn(
        said("it", stances(production_stop=accept())),
        said("quality", stances(production_stop=refuse()), confidential=["risks.stances"]),
    )
    assert mark(picture, "Quality", "Risks") is Mark.ANSWERED


def test_the_alt_text_says_the_same_as_the_marks() -> None:
    picture = drawn(
        said("it", stances(production_stop=accept()) | {"reporting.cadence": "weekly"}),
        said("quality", stances(production_stop=refuse()) | {"outcome.statement": "Traceable."}),
    )
    assert draw_text(picture.alt) == (
        "Functions by topic. "
        "Leadership: gap on outcome, priorities, risks, decisions, reporting and evidence. "
        "Operations: gap on outcome, priorities, risks, decisions, reporting and evidence. "
        "IT: contradiction on risks; gap on outcome, priorities, decisions and evidence; aligned on reporting. "
        "Quality: contradiction on risks; gap on priorities, decisions, reporting and evidence; "
        "answered, nothing to compare, on outcome."
    )
