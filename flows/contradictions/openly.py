"""What may be told to everyone: findings in words that hold nothing of a confidential or sponsor-only answer.

Words are not all: who knows what the others said openly, and that something contradicts it, knows what was said in
confidence. So what everybody reads is found in a case without such answers, unless so many are given in confidence to
the same question that nobody can be singled out; and how many these are is never told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.findings import Contradiction, Gap, QuotedAnswer
from flows.contradictions.views import CADENCE, MEASURE, View
from flows.questionnaires.answers import Measure, NoView, Visibility

TITLES = {
    "R1": "some functions accept this risk, others refuse it",
    "R2": "what one function allows is less than what another needs",
    "R3": "priorities pull apart",
    "R4": "different people are named to decide",
    "R5": "one measure, but not one target, direction or date",
    "R6": "the plan and the answers disagree on dates",
}


ANONYMOUS = 3
"""From so many answers in confidence to a question on, they count in what is told; of fewer, one could tell whose."""
OTHERS = "others in confidence"


def for_everybody(case: Case, least: int | None = ANONYMOUS) -> Case:
    """The case without the answers that could be told from what is found in it; `least` None: with open ones alone.

    What is left out counts as "no view", so that nobody is said to be silent.
    """
    crowds = Counter((question, view.visibility(question)) for view in case.views for question in view.said.answers)
    closed = {crowd: many for crowd, many in crowds.items() if crowd[1] is not Visibility.PROJECT}
    out = {crowd for crowd, many in closed.items() if least is None or many < least}
    if not out:
        return case
    views = tuple(_without(view, out) for view in case.views)
    return replace(case, views=views, withheld=frozenset(question for question, _ in out))


def _without(view: View, out: set[tuple[str, Visibility]]) -> View:
    given = view.said.answers
    kept = {each: NoView() if (each, view.visibility(each)) in out else value for each, value in given.items()}
    return replace(view, said=replace(view.said, answers=kept)) if kept != given else view


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
