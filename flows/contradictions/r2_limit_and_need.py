"""R2: a limit that one function sets on a risk is below what another function needs of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flows.amounts import Amount
from flows.contradictions import sayings
from flows.contradictions.case import Case, RiskView, side
from flows.contradictions.findings import Contradiction, QuotedAnswer, Strength
from flows.contradictions.views import NEEDS, View
from flows.questionnaires.answers import Stance

RULE = "R2"


@dataclass(frozen=True)
class Bound:
    """A limit or a need. `dimension` None: zero in any unit, as a refusal is."""

    view: View
    dimension: str | None
    size: Fraction
    quote: QuotedAnswer
    words: str


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per risk on which a limit and a need of two functions clash."""
    for risk, needs in _needs(case).items():
        limits = [bound for held in case.risks.get(risk, ()) for bound in _limit(held)]
        clashing_limits, hard = _clashing(limits, needs, needs_first=False)
        clashing_needs, _ = _clashing(needs, limits, needs_first=True)
        if clashing_limits:
            kind = Strength.HARD if hard else Strength.APPARENT
            sides = tuple(side(bound.quote for bound in part) for part in (clashing_limits, clashing_needs))
            why = _why(case.called(risk), kind, clashing_limits, clashing_needs)
            yield Contradiction(RULE, risk, kind, sides, why)


def _needs(case: Case) -> dict[str, list[Bound]]:
    """What is needed, by risk; a need of zero never clashes and is left out."""
    found: defaultdict[str, list[Bound]] = defaultdict(list)
    for view in case.views:
        for risk, needed in view.entries(NEEDS, Amount).items():
            if needed.number > 0:
                words = str(needed)
                found[risk].append(_bound(view, NEEDS, needed, (words, words)))
    return found


def _limit(held: RiskView) -> Iterator[Bound]:
    said = sayings.risk_view(held)
    if held.answer.stance is Stance.NOT_ACCEPTABLE:
        shown = held.view.shown(held.question, "none")
        yield Bound(held.view, None, Fraction(0), held.view.quote(held.question, said), shown)
    elif held.answer.limit is not None:
        limit = held.answer.limit
        yield _bound(held.view, held.question, limit, (said, f"at most {limit}"))


def _bound(view: View, question: str, amount: Amount, words: tuple[str, str]) -> Bound:
    said, short = words
    quote = view.quote(question, said)
    size = amount.size
    return Bound(view, size.dimension, size.value, quote, view.shown(question, short))


def _clashing(bounds: Sequence[Bound], others: Sequence[Bound], *, needs_first: bool) -> tuple[list[Bound], bool]:
    """Those of `bounds` that clash with one of `others`, and whether one does so in the same dimension.

    A need clashes first with the smallest limit, a limit with the largest need. Sorted by that, at most two
    candidates are looked at (the first may be the function's own): many functions do not mean many pairs.
    """
    by_dimension: defaultdict[str | None, list[Bound]] = defaultdict(list)
    for other in sorted(others, key=lambda bound: bound.size, reverse=not needs_first):
        by_dimension[other.dimension].append(other)
    clashing, hard = [], False
    for bound in bounds:
        first = {
            dimension: next((other for other in held if other.view is not bound.view), None)
            for dimension, held in by_dimension.items()
        }
        rivals = [other for other in first.values() if other is not None]
        pairs = [(other, bound) if needs_first else (bound, other) for other in rivals]
        hard = hard or any(_comparable(*pair) and _below(*pair) for pair in pairs)
        if any(not _comparable(*pair) or _below(*pair) for pair in pairs):
            clashing.append(bound)
    return clashing, hard


def _comparable(limit: Bound, need: Bound) -> bool:
    return limit.dimension is None or limit.dimension == need.dimension


def _below(limit: Bound, need: Bound) -> bool:
    return limit.size < need.size


def _why(called: str, kind: Strength, limits: Sequence[Bound], needs: Sequence[Bound]) -> str:
    allowing = sayings.listed(f"{bound.view.name} allows {bound.words}" for bound in limits)
    needing = sayings.listed(f"{bound.view.name} needs {bound.words}" for bound in needs)
    why = f"{called}: {allowing}, but {needing}"
    return f"{why}, in units that cannot be compared." if kind is Strength.APPARENT else f"{why}."
