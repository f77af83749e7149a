"""A decision: a numbered record, never overwritten, only superseded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.commands import CLOCK
from flows.holds.records import Hold


@dataclass(frozen=True)
class Concern:
    """Somebody affected says that the decision cannot work, and why."""

    by: str
    words: str
    at: datetime


class Standing(StrEnum):
    """Whether it is a decision at all. Only `TAKEN` ones are in the log."""

    TAKEN = "taken"
    PROPOSED = "proposed"
    """Somebody else recorded it; it waits for the person who is said to have decided."""
    CONFIRMED = "confirmed"
    """A proposal that became the decision `superseded_by`."""
    REJECTED = "rejected"


@dataclass(frozen=True)
class Source:
    """The message that a decision was recorded from.

    `by`: a person id, or just the name of who wrote it; `link` leads to it; `recorded_by` brought it here.
    """

    words: str
    by: str
    at: datetime | None
    link: str
    recorded_by: str


@dataclass(frozen=True)
class Weighed:
    """What won and what paid for it, as axis ids; both "" where neither side paid."""

    won: str = ""
    paid: str = ""


@dataclass(frozen=True)
class Decision:
    """A numbered decision. `id` is "project/D-n"; a proposal is "project/P-" and a digest, and has the number 0.

    `on_behalf_of`: the decider, when a deputy, a delegate or the sponsor decided.
    `decided_by` is "accord" when the recommended option went ahead by agreed silence; then nobody gave a rationale.
    `supersedes`, `superseded_by`: ids of the decision before and after it in a chain.
    `red_lines`: those it touches and the functions that had to agree, with what they said.
    `concerns`: at most one per person. `source`: where it was recorded from, None for one that was escalated.
    `rule`: what the decision right is called that it was decided by, "R-3"; "" where it has no number.
    `weighed`: what won and what paid; None where nobody has said it.
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
    source: Source | None = None
    standing: Standing = Standing.TAKEN
    rule: str = ""
    red_lines: tuple[Hold, ...] = ()
    weighed: Weighed | None = None

    @property
    def by_silence(self) -> bool:
        """True when no person decided: the decision right says that silence lets the recommended option go ahead."""
        return self.decided_by == CLOCK

    @property
    def label(self) -> str:
        """What people call it: "D-7"."""
        return f"D-{self.number}"
