"""How close the functions are, item by item: median, spread, who is near the median (C1), consensus across functions
(C3), the most divisive and the most agreed first (C4). One function, one voice; only what everybody may read counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

from flows.contradictions import sayings
from flows.contradictions.agreement import mean_ranks
from flows.contradictions.case import Case
from flows.contradictions.views import PRIORITIES, STANCES, View
from flows.questionnaires.answers import Stance
from flows.questionnaires.template import Kind

STEPS = (Stance.NOT_ACCEPTABLE, Stance.ACCEPTABLE_IF, Stance.ACCEPTABLE)
"""Stances as steps 0, 1, 2, the most careful first."""
NEAR_STEP, NEAR_RANK = Fraction(1, 2), Fraction(1)
"""How far from the median a stance (in steps), a rank or a point of a scale may be to count as near it."""
THRESHOLD = 70
"""Percent of functions near the median from which an item counts as agreed, where the project sets none."""


@dataclass(frozen=True)
class Position:
    """Where one function stands: `value` in steps, ranks or points; `said` in words; `open`: everybody may read it."""

    function: str
    value: Fraction
    said: str
    open: bool = True


@dataclass(frozen=True)
class Item:
    """One thing on which positions can be compared. `id` is "question:subject"; `near`: half the width of the band."""

    id: str
    name: str
    near: Fraction
    positions: tuple[Position, ...]

    @property
    def question(self) -> str:
        """The id of its question."""
        return self.id.partition(":")[0]

    @cached_property
    def shown(self) -> tuple[Position, ...]:
        """Those that everybody may read; the figures are of these alone, so that nothing of the others can be told."""
        return tuple(position for position in self.positions if position.open)

    @cached_property
    def median(self) -> Fraction:
        """The middle; the mean of the two in the middle."""
        return quantile([each.value for each in self.shown], Fraction(1, 2))

    @cached_property
    def spread(self) -> Fraction:
        """The interquartile range: the upper quartile less the lower."""
        values = [each.value for each in self.shown]
        return quantile(values, Fraction(3, 4)) - quantile(values, Fraction(1, 4))

    def is_near(self, position: Position) -> bool:
        """Whether a position is in the band around the median."""
        return abs(position.value - self.median) <= self.near

    @cached_property
    def inside(self) -> int:
        """How many functions are in the band."""
        return sum(map(self.is_near, self.shown))

    @cached_property
    def share(self) -> Fraction:
        """The share of functions in the band."""
        return Fraction(self.inside, len(self.shown))

    def agreed(self, threshold: int) -> bool:
        """Whether at least `threshold` percent of the functions are in the band."""
        return self.share * 100 >= threshold

    @cached_property
    def consensus(self) -> Fraction:
        """C3 as a part of what it would be if everybody were in the band: from near 0 to 1."""
        everybody = consensus({each.function: (1, 1) for each in self.shown})
        return consensus({each.function: (int(self.is_near(each)), 1) for each in self.shown}) / everybody


def quantile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """The value below which `part` of at least one value lies, interpolated (type 7 of Hyndman and Fan, Sample
    Quantiles in Statistical Packages, 1996)."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def consensus(votes: Mapping[str, tuple[int, int]]) -> Fraction:
    """The product over functions of the smoothed rate of agreement, (agree + 1) / (all + 2), by (agree, all).

    Each function counts once, whatever its head-count, and one that disagrees weighs as much as any other. This is the
    group-aware consensus of Small et al., Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces, 2021.
    """
    return prod((Fraction(agree + 1, everybody + 2) for agree, everybody in votes.values()), start=Fraction(1))


def items(case: Case) -> tuple[Item, ...]:
    """Everything on which at least one position is given: risks, then axes, then scales."""
    return tuple(item for item in (*_risks(case), *_axes(case), *_scales(case)) if item.positions)


def compared(found: Iterable[Item]) -> tuple[Item, ...]:
    """Those on which at least two functions let everybody read where they stand."""
    return tuple(item for item in found if len(item.shown) > 1)


def divisive_first(found: Iterable[Item]) -> tuple[Item, ...]:
    """The smallest share in the band first, then the least consensus, then the widest spread."""
    return tuple(sorted(found, key=lambda item: (item.share, item.consensus, -item.spread, item.id)))


def agreed_first(found: Iterable[Item]) -> tuple[Item, ...]:
    """The largest share in the band first, then the most functions, then the narrowest spread."""
    return tuple(sorted(found, key=lambda item: (-item.share, -len(item.shown), item.spread, item.id)))


def figure(found: Iterable[Item]) -> int | None:
    """The mean share in the band over all items that are compared, in whole percent; None without any."""
    shares = [item.share for item in compared(found)]
    return round(100 * sum(shares, Fraction(0)) / len(shares)) if shares else None


def _risks(case: Case) -> Iterator[Item]:
    for risk, held in case.risks.items():
        positions = tuple(
            Position(
                each.view.id,
                Fraction(STEPS.index(each.answer.stance)),
                sayings.stance(each.answer),
                each.view.open(each.question),
            )
            for each in held
        )
        yield Item(f"{STANCES}:{risk}", case.names.get(risk, "a risk named in confidence"), NEAR_STEP, positions)


def _axes(case: Case) -> Iterator[Item]:
    ranked = [(view, mean_ranks(view.ranking)) for view in case.views if view.ranking]
    for axis in case.axes:
        positions = tuple(
            Position(view.id, ranks[axis], f"place {number(ranks[axis])}", view.open(PRIORITIES))
            for view, ranks in ranked
            if axis in ranks
        )
        yield Item(f"{PRIORITIES}:{axis}", f"priority of {case.called(axis)}", NEAR_RANK, positions)


def _scales(case: Case) -> Iterator[Item]:
    for question in case.template.questions:
        if question.kind is Kind.SCALE:
            given = ((view, view.one(question.id, int)) for view in case.views)
            positions = tuple(_point(view, question.id, point) for view, point in given if point is not None)
            yield Item(question.id, question.title, NEAR_RANK, positions)


def _point(view: View, question: str, point: int) -> Position:
    return Position(view.id, Fraction(point), str(point), view.open(question))


def number(value: Fraction) -> str:
    """ "2.5"; without a point where it is whole."""
    return f"{float(value):.4g}"
