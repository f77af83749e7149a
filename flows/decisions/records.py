"""A decision: a numbered record, never overwritten, only superseded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.commands import CLOCK


@dataclass(frozen=True)
class Concern:
    """Somebody affected says that the decision cannot work, and why."""

    by: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Decision:
    """A numbered decision. `id` is "project/D-n".

    `on_behalf_of`: the decider, when a deputy, a delegate or the sponsor decided.
    `decided_by` is "accord" when the recommended option went ahead by agreed silence; then nobody gave a rationale.
    `supersedes`, `superseded_by`: ids of the decision before and after it in a chain.
    `concerns`: at most one per person.
    """

    id: str
    project_id: str
    number: int
    question: str
    tradeoff: str
    options: tuple[str, ...]
    choice: str
    rationale: str
    decided_by: str
    decided_at: datetime
    on_behalf_of: str | None = None
    escalation_id: str | None = None
    requester: str | None = None
    links: tuple[str, ...] = ()
    superseded_by: str | None = None
    supersedes: str | None = None
    conditions: str = ""
    impact: str = ""
    concerns: tuple[Concern, ...] = ()

    @property
    def by_silence(self) -> bool:
        """True when no person decided: the decision right says that silence lets the recommended option go ahead."""
        return self.decided_by == CLOCK

    @property
    def label(self) -> str:
        """What people call it: "D-7"."""
        return f"D-{self.number}"
