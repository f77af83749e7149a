"""R8: risks, functions, tradeoffs and joint decisions about which something is still unsaid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flows.amounts import Amount
from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.findings import Gap, QuotedAnswer
from flows.contradictions.views import DECIDERS, JOINT, NEEDS, OWN_RISKS, STANCES, View
from flows.questionnaires.answers import DeciderChoice

RULE = "R8"


def find(case: Case) -> Iterator[Gap]:
    """At most one gap per subject: a risk, a function and a joint decision of the same id share it."""
    found: dict[str, Gap] = {}
    for gap in (*_risks(case), *_functions(case), *_tradeoffs(case), *_joint(case)):
        found[gap.subject] = _both(case, found[gap.subject], gap) if gap.subject in found else gap
    yield from found.values()


def silent(case: Case) -> tuple[str, ...]:
    """The functions without a single answered question; "no view" and an empty list are answers."""
    return tuple(view.id for view in case.views if not view.said.answers)


def _risks(case: Case) -> Iterator[Gap]:
    openly = " that everybody may read" if case.withheld & {STANCES, OWN_RISKS, NEEDS} else ""
    needed = {risk for view in case.views for risk in view.entries(NEEDS, Amount)}
    for risk in case.template.risks:
        if not case.risks[risk.id] and risk.id not in needed:
            yield Gap(RULE, risk.id, case.everyone, f"Nobody has a view on {risk.name} or a need of it{openly}.")


def _functions(case: Case) -> Iterator[Gap]:
    names = {view.id: view.name for view in case.views}
    for function in silent(case):
        yield Gap(RULE, function, (function,), f"{names[function]} has not answered any question.")


def _tradeoffs(case: Case) -> Iterator[Gap]:
    named = {case.tradeoff(tradeoff) for view in case.views for tradeoff in view.entries(DECIDERS, DeciderChoice)}
    for tradeoff in case.template.tradeoffs:
        if tradeoff not in named and tradeoff not in case.covered:
            openly = " openly" if DECIDERS in case.withheld else ""
            why = f"Nobody{openly} names a decider for {case.called(tradeoff)}, and no decision right covers it."
            yield Gap(RULE, tradeoff, case.everyone, why)


def _joint(case: Case) -> Iterator[Gap]:
    asking: defaultdict[str, list[View]] = defaultdict(list)
    for view in case.views:
        for decision in dict.fromkeys(view.several(JOINT, str)):
            if decision not in case.covered:
                asking[decision].append(view)
    for decision, views in asking.items():
        yield _undecided(case, decision, views)


def _undecided(case: Case, decision: str, views: list[View]) -> Gap:
    sources = tuple(view.quote(JOINT, case.called(decision)) for view in views)
    named = case.called(decision) if any(not view.hides(JOINT) for view in views) else sources[0].text
    who = sayings.listed(view.name for view in views)
    wanting = sayings.verb(views, "wants", "want")
    why = f"{who} {wanting} to decide {named} together, and no decision right says how."
    return Gap(RULE, decision, tuple(view.id for view in views), why, sources)


def _both(case: Case, one: Gap, other: Gap) -> Gap:
    functions = tuple(view for view in case.everyone if view in one.functions or view in other.functions)
    sources: tuple[QuotedAnswer, ...] = (*one.sources, *other.sources)
    return Gap(RULE, one.subject, functions, f"{one.why} {other.why}", sources)
