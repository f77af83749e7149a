"""What may be told to everyone: findings in words that hold nothing of a confidential or sponsor-only answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.findings import Contradiction, Gap, QuotedAnswer
from flows.contradictions.views import CADENCE, MEASURE
from flows.questionnaires.answers import Measure

TITLES = {
    "R1": "some functions accept this risk, others refuse it",
    "R2": "what one function allows is less than what another needs",
    "R3": "priorities pull apart",
    "R4": "different people are named to decide",
    "R5": "one measure, but not one target, direction or date",
    "R6": "the plan and the answers disagree on dates",
}


def told_openly(case: Case, found: Contradiction) -> Contradiction:
    """The contradiction with its `matter`, and with `openly` in place of `why` where an answer is not for everyone."""
    matter = _matter(case, found)
    if all(quote.open for quote in found.quotes):
        return replace(found, matter=matter, openly=found.why)
    who = between(case, found.quotes)
    return replace(found, matter=matter, openly=f"{matter}: {TITLES[found.rule]}, between {who}.")


def gap_told_openly(case: Case, gap: Gap) -> Gap:
    """The gap with `openly` in place of `why` where an answer is not for everyone."""
    if all(source.open for source in gap.sources):
        return replace(gap, openly=gap.why)
    who = between(case, gap.sources)
    if gap.subject == CADENCE:
        return replace(gap, openly=f"The digest comes less often than {who} want to be told.")
    named = f"“{gap.subject}”" if any(source.open for source in gap.sources) else "Something"
    missing = "that nobody provides yet" if gap.rule == "R7" else "on which no decision right says who decides"
    return replace(gap, openly=f"{named} {missing} is asked for by {who}.")


def between(case: Case, quotes: Iterable[QuotedAnswer]) -> str:
    """The functions whose answers everyone may read, by name, and how many others there are."""
    quoted = tuple(quotes)
    names = {view.id: view.name for view in case.views}
    shown = {quote.function: names[quote.function] for quote in quoted if quote.open}
    hidden = {quote.function for quote in quoted} - shown.keys()
    counted = [f"{len(hidden)} in confidence"] if hidden else []
    return sayings.listed([*shown.values(), *counted], shown=sayings.SHOWN + 1)


def _matter(case: Case, found: Contradiction) -> str:
    """What it is about, in a few words."""
    if found.rule in ("R1", "R2"):
        return case.names.get(found.subject, "A risk named in confidence")
    if found.rule == "R5":
        return _measure(case, found)
    if found.rule == "R6":
        return _date(case, found)
    return case.called(found.subject)


def _measure(case: Case, found: Contradiction) -> str:
    open_to_all = {quote.function for quote in found.quotes if quote.open}
    measures = (view.one(MEASURE, Measure) for view in case.views if view.id in open_to_all)
    return next((measure.name for measure in measures if measure is not None), "A measure given in confidence")


def _date(case: Case, found: Contradiction) -> str:
    if found.subject in case.milestones:
        return case.milestones[found.subject].name
    return f"“{found.subject}”" if any(quote.open for quote in found.quotes) else "Evidence asked for in confidence"
