"""A drill: short fictional dilemmas, answered by each function without seeing the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

REMINDER = timedelta(days=1)
"""So long before its end, who has not answered is reminded, once."""


NEITHER = "neither"
"""The work waits until it is decided."""


@dataclass(frozen=True)
class Reply:
    """What one function says to one dilemma: who decides (a person id), what it would do, how long it may take.

    `first`: the axis that it would put first, or NEITHER; "" where it has not said.
    """

    decider: str
    what: str
    within: str
    first: str = ""


@dataclass(frozen=True)
class Replies:
    """What was said for a function, by whom; `by_tradeoff`: one for each dilemma."""

    by: str
    at: datetime
    by_tradeoff: Mapping[str, Reply]


@dataclass(frozen=True)
class Drill:
    """`id` is "project/drill/n". `tradeoffs`: what the dilemmas are about; `asked`: function ids; `said`: by function.

    Nobody reads what was said until `ended_at`. `until`: when it ends by itself; `nudged`: whether the silent ones were
    reminded.
    """

    id: str
    project_id: str
    number: int
    by: str
    started_at: datetime
    tradeoffs: tuple[str, ...]
    asked: tuple[str, ...]
    said: Mapping[str, Replies] = field(default_factory=dict)
    ended_at: datetime | None = None
    until: datetime | None = None
    nudged: bool = False

    @property
    def due_at(self) -> datetime | None:
        """When the clock has to look at it: for the reminder, then for its end."""
        if self.until is None or not self.is_open:
            return None
        return self.until if self.nudged else self.until - REMINDER

    @property
    def silent(self) -> tuple[str, ...]:
        """The functions (ids) that have not answered."""
        return tuple(function for function in self.asked if function not in self.said)

    @property
    def is_open(self) -> bool:
        """Whether functions may still answer."""
        return self.ended_at is None

    def replies(self, tradeoff: str) -> tuple[Reply, ...]:
        """What was said to one dilemma."""
        return tuple(each.by_tradeoff[tradeoff] for each in self.said.values() if tradeoff in each.by_tradeoff)

    def named(self, tradeoff: str) -> tuple[tuple[str, int], ...]:
        """Who was named to decide it, and how often, the most often first."""
        deciders = [each.decider for each in self.replies(tradeoff)]
        return tuple(sorted(Counter(deciders).items(), key=lambda pair: (-pair[1], pair[0])))
