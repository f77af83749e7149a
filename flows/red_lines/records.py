"""Red lines, tolerances and the trade-off order, as they are proposed and as they are in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.questionnaires.answers import Ranking


@dataclass(frozen=True)
class RedLine:
    """What is not negotiable. `owner`: a function id. `test`: how anybody sees that it is crossed; `breach`: what then.

    `trips`: words that make a matter touch it, synonyms included. `replaces`: the red line (id) whose place it takes.
    """

    owner: str
    text: str
    test: str
    trips: tuple[str, ...]
    breach: str
    replaces: str = ""


@dataclass(frozen=True)
class Tolerances:
    """How far the team may go by itself, in people's words, by `DIMENSIONS`; what is missing has no agreed limit."""

    limits: Mapping[str, str]


@dataclass(frozen=True)
class TradeoffOrder:
    """What wins when aims pull apart: axis ids from first to last; those in one inner tuple are equal."""

    ranking: Ranking


DIMENSIONS: Mapping[str, str] = {
    "time": "Time",
    "cost": "Cost",
    "scope": "Scope",
    "quality": "Quality",
    "benefit": "Benefit",
    "risk": "Risk",
    "sustainability": "Sustainability",
    "operational_safety": "Operational safety",
}

Bound = RedLine | Tolerances | TradeoffOrder


@dataclass(frozen=True)
class InForce:
    """One of these, agreed. `id` is "project/RL-n" for a red line, "project/tolerances" or "project/order" else.

    `number`: n, 0 for what a project has only one of. `proposal_id`: the proposal that was agreed. `ended_at`: when
    another one took its place.
    """

    id: str
    project_id: str
    number: int
    content: Bound
    agreed_at: datetime
    proposal_id: str
    ended_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it is in force."""
        return self.ended_at is None

    @property
    def label(self) -> str:
        """What people call it: "RL-2"."""
        return self.id.rpartition("/")[2]
