"""The decision log: numbered records, never overwritten, only superseded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Decision:
    """A numbered decision. `id` is "project/D-n".

    `on_behalf_of`: the decider, when a deputy, a delegate or the sponsor decided.
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
