"""R7: evidence that nobody in the project provides, and reporting wishes that the digest cannot meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.findings import Gap, QuotedAnswer
from flows.contradictions.views import CADENCE, EVIDENCE, View
from flows.questionnaires.answers import EvidenceNeed

RULE = "R7"
FINEST_FIRST = ("daily", "weekly", "biweekly", "monthly", "milestones")


@dataclass(frozen=True)
class Want:
    """What one function asks for in vain."""

    subject: str
    source: QuotedAnswer
    why: str


def find(case: Case) -> Iterator[Gap]:
    """One gap per evidence text, and one for all who want to hear more often than the digest is posted."""
    found: defaultdict[str, list[Want]] = defaultdict(list)
    for view in case.views:
        for want in (*_unprovided(case, view), *_finer(case, view)):
            found[want.subject].append(want)
    for subject, wants in found.items():
        functions = tuple(dict.fromkeys(want.source.function for want in wants))
        why = sayings.listed(dict.fromkeys(want.why for want in wants))
        yield Gap(RULE, subject, functions, f"{why}.", tuple(want.source for want in wants))


def finer_than_digest(case: Case, cadence: str | None) -> bool:
    """Whether this cadence asks for more than the project's digest gives."""
    if cadence not in FINEST_FIRST:
        return False
    return FINEST_FIRST.index(cadence) < FINEST_FIRST.index(case.project.digest.every.value)


def _finer(case: Case, view: View) -> Iterator[Want]:
    cadence = view.one(CADENCE, str)
    if cadence is not None and finer_than_digest(case, cadence):
        shown = view.shown(CADENCE, cadence)
        why = f"{view.name} wants to be told {shown} and the digest is {case.project.digest.every.value}"
        yield Want(CADENCE, view.quote(CADENCE, cadence), why)


def _unprovided(case: Case, view: View) -> Iterator[Want]:
    for need in view.several(EVIDENCE, EvidenceNeed):
        if need.provider in case.providers:
            continue
        missing = (
            f" from “{need.provider}”, which is neither a function nor a person of the project"
            if need.provider
            else ", and nobody is named to provide it"
        )
        why = f"{view.name} asks for {view.shown(EVIDENCE, f'“{need.what}”{missing}')}"
        yield Want(need.what, view.quote(EVIDENCE, sayings.evidence(need, case)), why)
