"""`analyse FILE [--json]`: contradictions and gaps in a project file, without a server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.project_files import load_file, templates
from bot.terminal import give_up, write
from flows.contradictions.analysis import analyse as find_everything
from flows.contradictions.analysis import analysis_json
from flows.contradictions.findings import Agreement, Analysis, Contradiction, Gap
from flows.contradictions.sayings import STANCES
from flows.project_file import FileRefused, ProjectFile
from flows.questionnaires.template import Template

ANALYSED, REFUSED = 0, 2


def analyse(path: str | Path, as_json: bool, own: Path | None = None) -> int:
    """Prints the analysis on stdout and warnings on stderr; returns the exit code, 2 for a file that is refused.
    `own`: the folder of the operator's templates."""
    try:
        project_file = load_file(path, own)
    except FileRefused as refused:
        write(sys.stderr, [refused.sentence])
        return REFUSED
    template = templates(own)[project_file.project.template]
    people = {person.id: person for person in project_file.people}
    found = find_everything(template, project_file.project, people, project_file.answers)
    write(sys.stderr, [f"Warning: {warning}" for warning in project_file.warnings])
    try:
        if as_json:
            write(sys.stdout, [json.dumps(analysis_json(found), ensure_ascii=False, indent=2)], encoding="utf-8")
        else:
            write(sys.stdout, _report(project_file, template, found))
    except OSError as error:
        give_up(sys.stdout)
        write(sys.stderr, [f"the analysis cannot be written: {error.strerror}"])
        return REFUSED
    return ANALYSED


def _report(project_file: ProjectFile, template: Template, found: Analysis) -> Iterator[str]:
    names = {function.id: function.name for function in project_file.project.functions}
    yield f"{project_file.project.name}: {len(names) - len(found.silent)} of {len(names)} functions answered"
    yield from _titled("Contradictions", found.contradictions)
    for finding in found.contradictions:
        yield from _contradiction(finding, names)
    yield from _titled("Gaps", found.gaps)
    for gap in found.gaps:
        yield from _gap(gap, names)
    yield from _agreement(found.agreement, template, names)


def _titled(title: str, findings: tuple[object, ...]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(findings) or 'none'}"


def _contradiction(finding: Contradiction, names: dict[str, str]) -> Iterator[str]:
    yield ""
    yield _line(f"{finding.id} ({finding.kind.value})")
    yield f"  {_line(finding.why)}"
    for side in finding.sides:
        for quote in side.quotes:
            yield f"  {names[quote.function]}: “{_line(quote.text)}”"


def _line(words: str) -> str:
    """People's words on one line."""
    return " ".join(words.split())


def _gap(gap: Gap, names: dict[str, str]) -> Iterator[str]:
    yield ""
    yield _line(gap.id)
    yield f"  {_line(gap.why)}"
    if len(gap.functions) < len(names):
        yield f"  Concerns {', '.join(names[function] for function in gap.functions)}"


def _agreement(agreed: Agreement, template: Template, names: dict[str, str]) -> Iterator[str]:
    yield ""
    yield "Agreement, counted per function"
    if agreed.kendall_w is not None:
        w = float(agreed.kendall_w)
        yield f"  Priorities: agreement {w:.2f} between {agreed.m} rankings of {agreed.n} axes"
        yield "  (1 is the same order for all, 0 is none in common)"
    else:
        yield f"  Priorities: {agreed.m} rankings, too few or too equal to compare"
    risks = {risk.id: risk.name for risk in template.risks}
    for risk, view in agreed.risks.items():
        differ = ", ".join(names[function] for function in view.differ)
        others = f"; different: {differ}" if differ else ""
        yield f"  {risks.get(risk, risk)}: {view.agree} of {view.of} say {STANCES[view.stance]}{others}"
