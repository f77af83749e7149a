"""What a goal is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.questionnaires.answers import Measure


@dataclass(frozen=True)
class Goal:
    """One goal in two wordings; both mean the same `measure`, which has the baseline, the target and the date.

    `readings`: by function id, what it means in that function's own numbers.
    """

    business: str
    operational: str
    measure: Measure
    readings: Mapping[str, str] = field(default_factory=dict)
