"""The table that `make bench` prints: a row per goal, with what was measured and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SHORT = "BELOW MUST"


@dataclass(frozen=True)
class Row:
    """One goal. `must` and `reach` are limits from below, or from above where `at_most`; None: a figure only."""

    name: str
    value: float
    must: float | None = None
    reach: float | None = None
    at_most: bool = False
    unit: str = ""

    @property
    def verdict(self) -> str:
        """How the value stands to its goals."""
        if self.must is None:
            return "figure"
        if self.reach is not None and self._fits(self.reach):
            return "reached"
        return "holds" if self._fits(self.must) else SHORT

    def _fits(self, limit: float) -> bool:
        return self.value <= limit if self.at_most else self.value >= limit


SHOWN: list[Row] = []
"""Every row of this run, in the order in which they were measured."""


def show(*rows: Row) -> None:
    """Prints the rows, and keeps them for the end; a bench never fails because of a time."""
    SHOWN.extend(rows)
    print()
    for row in rows:
        print(_line(row))


def whole(rows: Sequence[Row]) -> str:
    """The table as it stands at the end of a run: ratios first, then figures with a unit, then what falls short."""
    ordered = sorted(rows, key=lambda row: (row.unit != "", row.must is None))
    short = [row for row in ordered if row.verdict == SHORT]
    last = [f"{len(short)} of {len(ordered)} rows fall short of what they must be:", *map(_line, short)]
    return "\n".join([*map(_line, ordered), "", *(last if short else ["No row falls short of what it must be."])])


def _line(row: Row) -> str:
    return (
        f"{row.name:<62} {_number(row.value) + row.unit:>12}  must {_limit(row, row.must):<8} "
        f"reach {_limit(row, row.reach):<8} {row.verdict}"
    )


def _limit(row: Row, limit: float | None) -> str:
    return "–" if limit is None else f"{'≤' if row.at_most else '≥'} {limit:g}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """Ours to the floor: the median over pairs that were measured right after each other."""
    return median(one / other for one, other in zip(ours, floor, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
