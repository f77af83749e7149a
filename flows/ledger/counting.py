"""Counting what won and what paid; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from flows.decisions.records import Decision, Standing
from flows.questionnaires.answers import Ranking
from flows.red_lines.records import InForce, TradeoffOrder

LOOKED_AT = 3
"""Of the decisions that set two axes against each other, so many of the newest are looked at …"""
DRIFTS = 2
"""… and when the one that is ranked higher has lost so many of them, that is drift."""
LATELY = 8


@dataclass(frozen=True)
class Tally:
    """How often an axis (id) won and paid; `lately`: how often it won in the last decisions that say it."""

    axis: str
    won: int
    paid: int
    lately: int


@dataclass(frozen=True)
class Drift:
    """`above` is ranked above `below`, and lost to it in `lost`, out of the last `of` that set them against each other.

    Decisions by number, the newest last.
    """

    above: str
    below: str
    lost: tuple[Decision, ...]
    of: int


@dataclass(frozen=True)
class Ledger:
    """`said`: the decisions that hold and say what won, oldest first; `unsaid`: how many hold and do not."""

    said: tuple[Decision, ...]
    unsaid: int
    tallies: tuple[Tally, ...]
    order: Ranking
    drifts: tuple[Drift, ...]

    @property
    def lately(self) -> tuple[Decision, ...]:
        """The last ones that say it."""
        return self.said[-LATELY:]


def ledger_of(decisions: Iterable[Decision], order: InForce | None, axes: Sequence[str]) -> Ledger:
    """`order`: the agreed one, if there is one; drift is what was decided since it was agreed. `axes`: all there are.

    A decision that was replaced does not count, what replaced it does.
    """
    holding = [each for each in decisions if each.standing is Standing.TAKEN and not each.superseded_by]
    said = sorted((each for each in holding if each.weighed is not None), key=lambda each: each.number)
    ranking = order.content.ranking if order is not None and isinstance(order.content, TradeoffOrder) else ()
    since = [each for each in said if order is not None and each.decided_at >= order.agreed_at]
    ids = dict.fromkeys((*axes, *(axis for each in said for axis in _named(each))))
    return Ledger(
        tuple(said),
        len(holding) - len(said),
        tuple(_tally(axis, said) for axis in ids),
        ranking,
        tuple(_drifts(since, ranking)),
    )


def _named(decision: Decision) -> tuple[str, ...]:
    weighed = decision.weighed
    return (weighed.won, weighed.paid) if weighed is not None and weighed.won else ()


def _tally(axis: str, said: Sequence[Decision]) -> Tally:
    won = sum(_named(each)[:1] == (axis,) for each in said)
    paid = sum(_named(each)[1:] == (axis,) for each in said)
    return Tally(axis, won, paid, sum(_named(each)[:1] == (axis,) for each in said[-LATELY:]))


def _drifts(said: Sequence[Decision], ranking: Ranking) -> Iterator[Drift]:
    for higher, lower in combinations(ranking, 2):
        for above in higher:
            for below in lower:
                last = [each for each in said if set(_named(each)) == {above, below}][-LOOKED_AT:]
                lost = tuple(each for each in last if _named(each) == (below, above))
                if len(lost) >= DRIFTS:
                    yield Drift(above, below, lost, len(last))
