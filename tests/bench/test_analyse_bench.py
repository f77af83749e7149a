"""How the analysis grows with the number of functions: every figure is a ratio within this run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import pytest

from flows.amounts import Amount
from flows.contradictions.analysis import analyse, analysis_json
from flows.contradictions.findings import Analysis
from flows.people import Person
from flows.projects.records import Function, Milestone
from flows.questionnaires.answers import (
    AnswerValue,
    DeciderChoice,
    EvidenceNeed,
    FunctionAnswers,
    Measure,
    NoTouch,
    OwnRisk,
    RiskStance,
    Stance,
)
from flows.questionnaires.template import Risk
from tests.bench.table import Row, show
from tests.flows.line3 import AXES, JOINT, TEMPLATE, TRADEOFFS, line3

CATALOGUE = tuple(f"risk_{number}" for number in range(13))
FULL = replace(TEMPLATE, risks=tuple(Risk(risk, risk, "h") for risk in CATALOGUE))
PEOPLE = {f"person{number}": Person(f"person{number}", f"Person {number}") for number in range(200)}
KICKOFF = date(2027, 2, 1)
STANCES = (Stance.ACCEPTABLE, Stance.ACCEPTABLE_IF, Stance.NOT_ACCEPTABLE)

Answers = list[FunctionAnswers]


def at_odds(number: int) -> dict[str, AnswerValue]:
    """Functions that contradict each other wherever they can, each with other figures."""
    return {
        **plain(number),
        "risks.stances": {
            risk: RiskStance(
                STANCES[(number + place) % 3], Amount(Decimal(number + 1), "h"), scope=f"line {number % 5}"
            )
            for place, risk in enumerate(CATALOGUE)
        },
        "risks.needs": {risk: Amount(Decimal(number * 60 + 30), "min") for risk in CATALOGUE},
        "outcome.measure": Measure("OEE", Decimal(50), Decimal(60 + number), "%", KICKOFF, f"line {number}"),
        "decisions.deciders": {tradeoff: DeciderChoice(f"person{number}") for tradeoff in TRADEOFFS},
    }


def in_harmony(number: int) -> dict[str, AnswerValue]:
    """Functions that all differ in figures but never clash: no early way out for any rule."""
    return {
        **plain(number),
        "risks.stances": {
            risk: RiskStance(STANCES[number % 2], Amount(Decimal(1000 + number), "h")) for risk in CATALOGUE
        },
        "risks.needs": {risk: Amount(Decimal(number + 1), "min") for risk in CATALOGUE},
        "outcome.measure": Measure(f"OEE {number}", Decimal(50), Decimal(60), "%", KICKOFF),
        "decisions.deciders": {tradeoff: DeciderChoice("person0") for tradeoff in TRADEOFFS},
    }


def plain(number: int) -> dict[str, AnswerValue]:
    """What every function answers: priorities, one own risk, windows, evidence, reporting."""
    turned = AXES[number % 5 :] + AXES[: number % 5]
    first = KICKOFF + timedelta(days=number)
    return {
        "outcome.statement": "Operators dispatch and close orders on line 3 without paper.",
        "outcome.priorities": tuple((axis,) for axis in turned),
        "risks.own": (OwnRisk(f"own_{number}", "Shift handover", RiskStance(STANCES[number % 3])),),
        "risks.no_touch": (NoTouch(first, first + timedelta(days=30)),),
        "decisions.joint": tuple(decision for decision, _ in JOINT),
        "reporting.cadence": "daily",
        "evidence.needs": (
            EvidenceNeed("Rehearsal protocol", None, KICKOFF + timedelta(days=90), "cutover"),
            EvidenceNeed(f"Record {number}", "the plant lab"),
        ),
    }


def round_of(size: int, answers: Callable[[int], dict[str, AnswerValue]]) -> Callable[[], Analysis]:
    """A round of this many functions, ready to be analysed."""
    functions = tuple(Function(f"f{number}", f"Function {number}", f"person{number}") for number in range(size))
    cutover = Milestone("cutover", "Cut-over", KICKOFF + timedelta(days=20), touches_production=True)
    project = line3(functions, milestones=(cutover,))
    said = [FunctionAnswers(f"f{number}", f"person{number}", answers(number)) for number in range(size)]
    return lambda: analyse(FULL, project, PEOPLE, said)


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    return min(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _rows(answers: Callable[[int], dict[str, AnswerValue]]) -> Iterator[tuple[int, float, int]]:
    for size in (6, 50, 200):
        work = round_of(size, answers)
        analysis = work()
        assert len(str(analysis_json(analysis))) > 0
        yield size, best_of(work), len(analysis.contradictions)


@pytest.mark.bench
@pytest.mark.parametrize("answers", [at_odds, in_harmony])
def test_analysis_grows_no_worse_than_quadratically(answers: Callable[[int], dict[str, AnswerValue]]) -> None:
    rows = list(_rows(answers))
    first_size, first_time, _ = rows[0]
    for size, taken, found in rows:
        growth, quadratic = taken / first_time, (size / first_size) ** 2
        name = f"{answers.__name__}: {size} functions, {found} contradictions"
        must, reach = (200, 100) if size == 50 else (None, None)
        show(Row(name, taken * 1000, must, reach, at_most=True, unit=" ms"))
        if size != first_size:
            show(Row(f"{name}, times {first_size} functions", growth, quadratic, None, at_most=True))
        assert growth <= max(quadratic, 1.5)
    assert rows[1][1] <= 0.2, "50 functions on the whole template take at most 200 ms"
