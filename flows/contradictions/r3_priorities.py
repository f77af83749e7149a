"""R3: two functions put two axes at opposite ends of their priorities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from flows.contradictions import sayings
from flows.contradictions.agreement import mean_ranks
from flows.contradictions.case import Case, side
from flows.contradictions.findings import Contradiction, Strength
from flows.contradictions.views import PRIORITIES, View

RULE = "R3"

Ranked = tuple[View, Mapping[str, Fraction]]


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per pair of axes, in axis order; a ranking that lacks an axis says nothing about it."""
    ranked = [(view, mean_ranks(view.ranking)) for view in case.views if view.ranking]
    for x, y in combinations(case.axes, 2):
        x_first = [view for view, ranks in ranked if _opposed(ranks, x, y, len(case.axes))]
        y_first = [view for view, ranks in ranked if _opposed(ranks, y, x, len(case.axes))]
        if x_first and y_first:
            sides = tuple(
                side(view.quote(PRIORITIES, sayings.ranking(view.ranking, case.names)) for view in views)
                for views in (x_first, y_first)
            )
            why = _why((case.called(x), case.called(y)), x_first, y_first)
            yield Contradiction(RULE, f"{x}/{y}", Strength.BRIDGEABLE, sides, why)


def _opposed(ranks: Mapping[str, Fraction], top: str, bottom: str, n: int) -> bool:
    """`top` is among the first two and `bottom` among the last two of n axes, and not on the same rank."""
    if top not in ranks or bottom not in ranks:
        return False
    return ranks[top] <= 2 and ranks[bottom] >= n - 1 and ranks[top] < ranks[bottom]


def _why(axes: tuple[str, str], x_first: Sequence[View], y_first: Sequence[View]) -> str:
    x, y = axes
    those = sayings.listed(view.name for view in x_first)
    others = sayings.listed(view.name for view in y_first)
    return (
        f"{those} {sayings.verb(x_first, 'puts', 'put')} {x} in the first two priorities "
        f"and {y} in the last two, "
        f"{others} {sayings.verb(y_first, 'has', 'have')} it the other way round."
    )
