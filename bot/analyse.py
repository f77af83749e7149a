"""`analyse FILE [--json]`: contradictions and gaps in a project file, without a server."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from bot.project_files import load_file, templates
from flows.contradictions.analysis import analyse as find_everything
from flows.contradictions.analysis import analysis_json
from flows.contradictions.findings import Agreement, Analysis, Contradiction, Gap
from flows.contradictions.sayings import STANCES
from flows.project_file import FileRefused, ProjectFile
from flows.questionnaires.template import Template

ANALYSED, REFUSED = 0, 2


def analyse(path: str | Path, as_json: bool) -> int:
    """Prints the analysis on stdout and warnings on stderr; returns the exit code, 2 for a file that is refused."""
    try:
        project_file = load_file(path)
    except FileRefused as refused:
        _write(sys.stderr, [refused.sentence])
        return REFUSED
    template = templates()[project_file.project.template]
    people = {person.id: person for person in project_file.people}
    found = find_everything(template, project_file.project, people, project_file.answers)
    _write(sys.stderr, [f"Warning: {warning}" for warning in project_file.warnings])
    try:
        if as_json:
            _write(sys.stdout, [json.dumps(analysis_json(found), ensure_ascii=False, indent=2)], encoding="utf-8")
        else:
            _write(sys.stdout, _report(project_file, template, found))
    except OSError as error:
        _give_up(sys.stdout)
        _write(sys.stderr, [f"the analysis cannot be written: {error.strerror}"])
        return REFUSED
    return ANALYSED


def _write(stream: TextIO | None, lines: Iterable[str], encoding: str | None = None) -> None:
    """JSON is always UTF-8; other text is drawn as far as the terminal can.

    Nobody may be reading: the stream may be closed (None), or its reader may have gone, as `head` does.
    """
    if stream is None:
        return
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")
    try:
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()
    except BrokenPipeError:
        _give_up(stream)


def _give_up(stream: TextIO) -> None:
    """What is still to be written goes nowhere; else Python complains about it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


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
        yield f"  Priorities: Kendall's W is {w:.2f} over {agreed.m} rankings of {agreed.n} axes"
    else:
        yield f"  Priorities: {agreed.m} rankings, too few or too equal to compare"
    risks = {risk.id: risk.name for risk in template.risks}
    for risk, view in agreed.risks.items():
        differ = ", ".join(names[function] for function in view.differ)
        others = f"; different: {differ}" if differ else ""
        yield f"  {risks.get(risk, risk)}: {view.agree} of {view.of} say {STANCES[view.stance]}{others}"
