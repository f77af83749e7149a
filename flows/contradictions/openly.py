"""What may be told to everyone: findings in words that hold nothing of a confidential or sponsor-only answer.

Words are not all: who knows what the others said openly, and that something contradicts it, knows what was said in
confidence; and who reads a figure before and after an answer has come can subtract. So what everybody reads is found
in a case of the answers alone that everybody may read: nothing in it is any different for the rest, whenever it comes,
however many they are (docs/adr/0015).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.findings import Contradiction, Gap, QuotedAnswer
from flows.contradictions.views import CADENCE, MEASURE, View
from flows.questionnaires.answers import Measure, NoView

TITLES = {
    "R1": "some functions accept this risk, others refuse it",
    "R2": "what one function allows is less than what another needs",
    "R3": "priorities pull apart",
    "R4": "different people are named to decide",
    "R5": "one measure, but not one target, direction or date",
    "R6": "the plan and the answers disagree on dates",
}


OTHERS = "others in confidence"
RISK, MEASURED, PROOF = (
    "A risk named in confidence",
    "A measure given in confidence",
    "Evidence asked for in confidence",
)


def for_everybody(case: Case) -> Case:
    """The case of the answers alone that everybody may read.

    What is left out counts as "no view", so that nobody is said to be silent.
    """
    closed = frozenset(question for view in case.views for question in view.said.answers if not view.open(question))
    return replace(case, views=tuple(map(_opened, case.views)), withheld=closed) if closed else case


def _opened(view: View) -> View:
    given = view.said.answers
    kept = {each: value if view.open(each) else NoView() for each, value in given.items()}
    return replace(view, said=replace(view.said, answers=kept))


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
    """The functions whose answers everyone may read, by name; and that there are others, but not how many."""
    quoted = tuple(quotes)
    names = {view.id: view.name for view in case.views}
    shown = {quote.function: names[quote.function] for quote in quoted if quote.open}
    hidden = {quote.function for quote in quoted} - shown.keys()
    return sayings.listed([*shown.values(), *([OTHERS] if hidden else [])], shown=sayings.SHOWN + 1)


def without_names(case: Case, rule: str, subject: str, matter: str) -> str:
    """What a contradiction found before is about, in words for everybody, where nobody says it openly any more."""
    if rule in ("R1", "R2"):
        return case.names.get(subject, RISK)
    if rule == "R5":
        return MEASURED
    return PROOF if rule == "R6" and subject not in case.milestones else matter


def _matter(case: Case, found: Contradiction) -> str:
    """What it is about, in a few words."""
    if found.rule in ("R1", "R2"):
        return case.names.get(found.subject, RISK)
    if found.rule == "R5":
        return _measure(case, found)
    if found.rule == "R6":
        return _date(case, found)
    return case.called(found.subject)


def _measure(case: Case, found: Contradiction) -> str:
    open_to_all = {quote.function for quote in found.quotes if quote.open}
    measures = (view.one(MEASURE, Measure) for view in case.views if view.id in open_to_all)
    return next((measure.name for measure in measures if measure is not None), MEASURED)


def _date(case: Case, found: Contradiction) -> str:
    if found.subject in case.milestones:
        return case.milestones[found.subject].name
    return f"“{found.subject}”" if any(quote.open for quote in found.quotes) else PROOF
