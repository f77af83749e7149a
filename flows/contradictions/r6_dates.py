"""R6: a milestone inside a no-touch window, or evidence that is due after the milestone it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flows.contradictions import sayings
from flows.contradictions.case import Case, side
from flows.contradictions.findings import Contradiction, QuotedAnswer, Strength
from flows.contradictions.views import EVIDENCE, NO_TOUCH, View
from flows.projects.records import Milestone
from flows.questionnaires.answers import EvidenceNeed, NoTouch

RULE = "R6"


@dataclass(frozen=True)
class Clash:
    """One function's answer against one date of the plan."""

    subject: str
    quote: QuotedAnswer
    why: str


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per milestone and one per evidence text; its one side are the functions that said so."""
    found: defaultdict[str, list[Clash]] = defaultdict(list)
    for view in case.views:
        for clash in (*_touched(case, view), *_late(case, view)):
            found[clash.subject].append(clash)
    for subject, clashes in found.items():
        quotes = tuple(dict.fromkeys(clash.quote for clash in clashes))
        parts = list(dict.fromkeys(clash.why for clash in clashes))
        why = f"{sayings.listed(parts, shown=len(parts))}."
        yield Contradiction(RULE, subject, Strength.HARD, (side(quotes),), why)


def _touched(case: Case, view: View) -> Iterator[Clash]:
    """The milestones that touch production while this function wants it left alone."""
    windows = view.several(NO_TOUCH, NoTouch)
    for milestone in case.project.milestones:
        inside = [window for window in windows if window.first <= milestone.date <= window.last]
        if milestone.touches_production and inside:
            quote = view.quote(NO_TOUCH, "; ".join(sayings.no_touch(window) for window in inside))
            closed = view.shown(NO_TOUCH, sayings.listed(sayings.days(window) for window in inside))
            why = f"{_named(milestone)} touches production in the no-touch days of {view.name}, {closed}"
            yield Clash(milestone.id, quote, why)


def _late(case: Case, view: View) -> Iterator[Clash]:
    """What this function asks for later than the milestone it is for; not judged without both dates."""
    late: defaultdict[str, list[EvidenceNeed]] = defaultdict(list)
    for need in view.several(EVIDENCE, EvidenceNeed):
        milestone = case.milestones.get(need.milestone) if need.milestone else None
        if milestone is not None and need.by is not None and need.by > milestone.date:
            late[need.what].append(need)
    for what, needs in late.items():
        quote = view.quote(EVIDENCE, "; ".join(sayings.evidence(need, case) for need in needs))
        due = sayings.listed(
            f"by {need.by.isoformat()}, after {_named(case.milestones[need.milestone])}"
            for need in needs
            if need.by is not None and need.milestone is not None
        )
        why = view.shown(EVIDENCE, f"“{what}” {due}")
        yield Clash(what, quote, f"{view.name} asks for {why}")


def _named(milestone: Milestone) -> str:
    return f"{milestone.name} ({milestone.id}, {milestone.date.isoformat()})"
