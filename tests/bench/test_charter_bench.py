"""What the analysis, the charter and the list of what is missing cost, and how they grow with the functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from flows.charter.compiling import compiled
from flows.charter.material import Material
from flows.charter.picture import picture
from flows.charter.readiness import missing
from flows.charter.records import Charter, Line
from flows.charter.versions import changes
from flows.contradictions.case import case_of
from flows.decisions.cast import Cast
from flows.people import Person
from flows.projects.records import DecisionRight, Function, Project
from flows.questionnaires.answers import FunctionAnswers
from flows.questionnaires.template import Template
from flows.wire import Wire
from tests.bench.table import Row, show
from tests.bench.test_analyse_bench import FULL, KICKOFF, PEOPLE, at_odds, best_of
from tests.flows.line3 import TRADEOFFS, line3
from tests.flows.round_shelf import Shelf

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Directory:
    """The template and the people."""

    people: Shelf[Person]
    projects: Shelf[Project]
    templates: Shelf[Template]


def charter_of(size: int) -> Callable[[], tuple[Line, ...]]:
    """Everything from the answers of this many functions to the next version: analysis, text, picture, points."""
    functions = tuple(Function(f"f{number}", f"Function {number}", f"person{number}") for number in range(size))
    rights = tuple(DecisionRight(each, "person0", must_agree=("f1",)) for each in TRADEOFFS)
    project = replace(line3(functions), decision_rights=rights)
    said = [FunctionAnswers(f"f{number}", f"person{number}", at_odds(number)) for number in range(size)]
    wire = Wire({})
    people = Shelf(wire, Person, tuple(PEOPLE.values()))
    directory = Directory(people, Shelf(wire, Project), Shelf(wire, Template, (FULL,)))
    asked = tuple(function.id for function in functions)

    def work() -> tuple[Line, ...]:
        case = case_of(FULL, project, PEOPLE, said)
        found = Material(project, Cast(directory, replace(project, template=FULL.id)), case=case)
        lines = compiled(found)
        charter = Charter("line3/charter/1", "line3", 1, lines, "ewa", NOW, asked)
        assert not changes(charter.lines, lines)
        assert missing(found, charter, KICKOFF)
        assert picture(found, charter, NOW) is not None
        return lines

    return work


@pytest.mark.bench
def test_a_charter_of_fifty_functions_takes_at_most_200_ms_and_grows_no_worse_than_quadratically() -> None:
    taken: dict[int, float] = {}
    for size in (6, 50, 200):
        work = charter_of(size)
        assert len(work()) >= size
        taken[size] = best_of(work)
    show(
        Row("analysis and charter, 50 functions × the whole template", taken[50] * 1000, 200, 100, True, " ms"),
        *(
            Row(f"… {size} functions, times 6 functions", taken[size] / taken[6], (size / 6) ** 2, None, True)
            for size in (50, 200)
        ),
    )
    for size in (50, 200):
        assert taken[size] / taken[6] <= (size / 6) ** 2
    assert taken[50] <= 0.2
