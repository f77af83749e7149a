"""One function's positions beside those of the others: counted by function, never more than everybody may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.contradictions.case import Case
from flows.contradictions.closeness import in_words
from flows.contradictions.spread import Item, Position, divisive_first, items, number
from flows.contradictions.views import PRIORITIES
from flows.phrases import Count, Listing, Phrase


@dataclass(frozen=True)
class Beside:
    """One item: where this function stands, and what everybody may read of the others."""

    item: Item
    mine: Position
    others: tuple[Position, ...]

    @property
    def is_far(self) -> bool:
        """Whether this function is not near the median."""
        return not self.item.is_near(self.mine)

    @property
    def revised(self) -> str:
        """What is changed when this is: a ranking as a whole, a risk by itself."""
        return PRIORITIES if self.item.question == PRIORITIES else self.item.id


def beside(found: Sequence[Item], function: str) -> tuple[Beside, ...]:
    """Every one of these items on which this function and another one have a position; where it is far away first."""
    return tuple(sorted(_beside(found, function), key=lambda each: not each.is_far))


def all_items(case: Case) -> tuple[Item, ...]:
    """What can be compared with what everybody may read, the most divisive first; worked out once for all functions."""
    return divisive_first(item for item in items(case) if item.shown)


def _beside(found: Sequence[Item], function: str) -> Iterator[Beside]:
    for item in found:
        mine = next((each for each in item.positions if each.function == function), None)
        others = tuple(each for each in item.shown if each.function != function)
        if mine is not None and others:
            yield Beside(item, mine, others)


def line(each: Beside) -> Phrase:
    """ "Audit finding: you say acceptable; the others: 2 functions not acceptable, 1 function acceptable"."""
    return Phrase(
        "{name}: you say {mine}; the others: {others}", name=each.item.name, mine=each.mine.said, others=_others(each)
    )


def figures(each: Beside) -> Phrase:
    """The median, the spread and how many are near, of all who let everybody read it."""
    item = each.item
    return Phrase(
        "The middle answer is {median}, the spread {spread}; {inside} of {all} say about the same.",
        median=in_words(item, item.median),
        spread=number(item.spread),
        inside=item.inside,
        all=Count(len(item.shown), "function", "functions"),
    )


def _others(each: Beside) -> Listing:
    """How many functions take each stance, place or point."""
    counted = Counter(other.value for other in each.others)
    return Listing(
        tuple(
            Phrase("{count} {said}", count=Count(times, "function", "functions"), said=in_words(each.item, value))
            for value, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        )
    )
