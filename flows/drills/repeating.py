"""What a repeated drill asks: it goes round, so that in time every tradeoff has been asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flows.drills.records import Drill


def next_tradeoffs(drills: Sequence[Drill], tradeoffs: Iterable[str], most: int) -> tuple[str, ...]:
    """Those that no drill has asked yet, then those that were asked longest ago; of two alike the earlier in the list.

    What nobody answered counts as not asked.
    """
    return tuple(sorted(tradeoffs, key=lambda each: max(_numbers(drills, each), default=0))[:most])


def last_with(drills: Sequence[Drill], drill: Drill, tradeoff: str) -> Drill | None:
    """The drill before this one that is over and in which somebody said who decides it."""
    over = [each for each in drills if not each.is_open and each.number < drill.number]
    last = max(_numbers(over, tradeoff), default=0)
    return next((each for each in over if each.number == last), None)


def _numbers(drills: Iterable[Drill], tradeoff: str) -> Iterator[int]:
    return (each.number for each in drills if each.replies(tradeoff))
