"""The coverage picture of a steering meeting: functions × what has to be clear before the start, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flows.charter.agreed import goal_of
from flows.charter.material import Material
from flows.charter.proof import proved
from flows.charter.records import Charter, Section
from flows.consent.records import YES
from flows.contradictions.case import Case
from flows.contradictions.coverage import coverage, in_words
from flows.contradictions.views import STANCES
from flows.messages import Mark, Picture
from flows.questionnaires.answers import RiskStance, Stance

COLUMNS = ("Outcome", "Risks", "Red lines", "Reporting", "Evidence", "Decisions", "Path")


def picture(material: Material, charter: Charter | None, now: datetime) -> Picture | None:
    """None before a round is closed: the answers are blind until then.

    Outcome, risks, reporting, evidence and decisions are marked as in the summary of the round, without the
    contradictions that were settled since. Outcome: aligned where the function agreed to the goal. Red lines: aligned
    where one of the function's is agreed, answered where it has said what it accepts. Path: aligned where it has signed
    the charter that names it, answered where it has not yet or signs again, a gap where there is none. Evidence:
    aligned where all that the function asked for is accepted, a gap where some is overdue or nobody is named for it,
    answered where it is on its way.
    """
    case, analysis = material.case, material.analysis
    if case is None or analysis is None:
        return None
    settled = {live.found for live in material.live if not live.is_live}
    open_ = tuple(found for found in analysis.contradictions if found.id not in settled)
    said = coverage(case, replace(analysis, contradictions=open_))
    marks = tuple(
        tuple(_mark(row, column, _since(material, row, held, now), (case, charter)) for column in COLUMNS)
        for row, held in enumerate(dict(zip(said.columns, each, strict=True)) for each in said.marks)
    )
    title = f"What is clear before the start: {case.project.name}"
    return Picture(title, said.rows, COLUMNS, marks, in_words(said.rows, COLUMNS, marks))


def _since(material: Material, row: int, said: Mapping[str, Mark], now: datetime) -> Mapping[str, Mark]:
    """What was said, with what was given and agreed since."""
    if material.case is None:
        return said
    function, goal, since = material.case.views[row].id, goal_of(material), dict[str, Mark]()
    said_to_it = goal[0].said.get(function) if goal is not None else None
    if said_to_it is not None and said_to_it.stance in YES:
        since["Outcome"] = Mark.ALIGNED
    if mark := proved(material, function, now):
        since["Evidence"] = mark
    return {**said, **{topic: mark for topic, mark in since.items() if said.get(topic) is not Mark.CONTRADICTION}}


def _mark(row: int, column: str, said: Mapping[str, Mark], of: tuple[Case, Charter | None]) -> Mark:
    case, charter = of
    view = case.views[row]
    if column == "Red lines":
        return _red_lines(case, row, charter)
    if column == "Path":
        if charter is None or view.id not in charter.asked:
            return Mark.GAP
        return Mark.ANSWERED if view.id in charter.unsigned else Mark.ALIGNED
    return said.get(column, Mark.GAP)


def _red_lines(case: Case, row: int, charter: Charter | None) -> Mark:
    view = case.views[row]
    if charter is not None and any(
        line.key.startswith(f"red_line/{view.id}/") for line in charter.of(Section.RED_LINES)
    ):
        return Mark.ALIGNED
    if not view.said.answers.get(STANCES):
        return Mark.GAP
    refuses = [held for held in view.entries(STANCES, RiskStance).values() if held.stance is Stance.NOT_ACCEPTABLE]
    return Mark.GAP if refuses and view.open(STANCES) else Mark.ANSWERED
