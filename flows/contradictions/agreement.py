"""How far the functions agree: the most common stance per risk, and Kendall's W over the priorities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from flows.contradictions.case import Case, RiskView
from flows.contradictions.findings import Agreement, RiskAgreement
from flows.questionnaires.answers import Ranking, Stance

_MORE_CAREFUL_FIRST = tuple(Stance)


def agreement(case: Case) -> Agreement:
    """The figures of a round, counted per function."""
    rankings = [view.ranking for view in case.views if view.ranking]
    n = len(case.axes)
    risks = {risk: risk_agreement(held) for risk, held in case.risks.items() if held}
    return Agreement(kendall_w(rankings, n), len(rankings), n, risks)


def risk_agreement(held: Sequence[RiskView]) -> RiskAgreement:
    """The most common stance of these views (at least one); on a tie the more careful one."""
    counted = Counter(view.answer.stance for view in held)
    stance = max(counted, key=lambda stance: (counted[stance], -_MORE_CAREFUL_FIRST.index(stance)))
    differ = tuple(view.view.id for view in held if view.answer.stance is not stance)
    return RiskAgreement(stance, counted[stance], len(held), differ)


def mean_ranks(groups: Ranking) -> dict[str, Fraction]:
    """The rank of each axis, 1 for the first; tied axes share the mean of the ranks they take up."""
    return dict(_ranks(groups))


def _ranks(groups: Ranking) -> Iterator[tuple[str, Fraction]]:
    taken = 0
    for group in groups:
        for axis in group:
            yield axis, taken + Fraction(len(group) + 1, 2)
        taken += len(group)


def kendall_w(rankings: Sequence[Ranking], n: int) -> Fraction | None:
    """Kendall's coefficient of concordance of m rankings of n axes with tie correction, exact, from 0 to 1.

    W = 12·S / (m²(n³−n) − m·ΣT), S = Σ(R_i − m(n+1)/2)², T = Σ(t³−t) per ranking
    (Kendall, Rank Correlation Methods, 1948). None when m < 2 or when every ranking ties everything.
    """
    m = len(rankings)
    ties = sum(len(group) ** 3 - len(group) for groups in rankings for group in groups)
    most = m * m * (n**3 - n) - m * ties
    if m < 2 or most == 0:
        return None
    middle = Fraction(m * (n + 1), 2)
    return 12 * sum(((total - middle) ** 2 for total in _totals(rankings).values()), Fraction(0)) / most


def _totals(rankings: Sequence[Ranking]) -> Mapping[str, Fraction]:
    totals: dict[str, Fraction] = {}
    for groups in rankings:
        for axis, rank in _ranks(groups):
            totals[axis] = totals.get(axis, Fraction(0)) + rank
    return totals
