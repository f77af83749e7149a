"""The whole analysis: every rule over one round, and its JSON for `analyse --json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.contradictions import (
    r1_risk_stance,
    r2_limit_and_need,
    r3_priorities,
    r4_deciders,
    r5_measure,
    r6_dates,
    r7_evidence_and_reporting,
    r8_silence,
)
from flows.contradictions.agreement import agreement
from flows.contradictions.case import Case, case_of
from flows.contradictions.findings import Agreement, Analysis, Contradiction, Gap, Side
from flows.contradictions.openly import gap_told_openly, told_openly
from flows.people import Person
from flows.plain import Plain
from flows.projects.records import Project
from flows.questionnaires.answers import FunctionAnswers
from flows.questionnaires.template import Template

CONTRADICTION_RULES = (
    r1_risk_stance.find,
    r2_limit_and_need.find,
    r3_priorities.find,
    r4_deciders.find,
    r5_measure.find,
    r6_dates.find,
)
GAP_RULES = (r7_evidence_and_reporting.find, r8_silence.find)


def analyse(
    template: Template, project: Project, people: Mapping[str, Person], answers: Sequence[FunctionAnswers]
) -> Analysis:
    """Everything the rules find. `people`: everyone the project knows, by id; `answers`: one per function."""
    return analyse_case(case_of(template, project, people, answers))


def analyse_case(case: Case) -> Analysis:
    """The same for answers that are already in the order of the project."""
    contradictions = [told_openly(case, finding) for find in CONTRADICTION_RULES for finding in find(case)]
    gaps = [gap_told_openly(case, gap) for find_gaps in GAP_RULES for gap in find_gaps(case)]
    return Analysis(
        tuple(sorted(contradictions, key=_place)),
        tuple(sorted(gaps, key=_place)),
        agreement(case),
        r8_silence.silent(case),
    )


def analysis_json(analysis: Analysis) -> dict[str, Plain]:
    """The shape that `python -m bot analyse FILE --json` prints; shares and W are not rounded."""
    return {
        "contradictions": [_contradiction_json(finding) for finding in analysis.contradictions],
        "gaps": [_gap_json(gap) for gap in analysis.gaps],
        "agreement": _agreement_json(analysis.agreement),
        "silent": list(analysis.silent),
    }


def _place(finding: Contradiction | Gap) -> tuple[str, str]:
    return finding.rule, finding.subject


def _contradiction_json(finding: Contradiction) -> dict[str, Plain]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "subject": finding.subject,
        "kind": finding.kind.value,
        "sides": [_side_json(side) for side in finding.sides],
        "why": finding.why,
    }


def _side_json(side: Side) -> dict[str, Plain]:
    quotes = [{"function": quote.function, "question": quote.question, "text": quote.text} for quote in side.quotes]
    return {"functions": list(side.functions), "quotes": quotes}


def _gap_json(gap: Gap) -> dict[str, Plain]:
    return {
        "id": gap.id,
        "rule": gap.rule,
        "subject": gap.subject,
        "functions": list(gap.functions),
        "why": gap.why,
    }


def _agreement_json(agreed: Agreement) -> dict[str, Plain]:
    risks = {
        risk: {
            "stance": view.stance.value,
            "share": float(view.share),
            "of": view.of,
            "differ": list(view.differ),
        }
        for risk, view in agreed.risks.items()
    }
    w = None if agreed.kendall_w is None else float(agreed.kendall_w)
    return {"kendall_w": w, "m": agreed.m, "n": agreed.n, "risks": dict(risks)}
