"""A live drill: whom the real path leads to, one after another, and when each was shown it and pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.escalations.records import Role
from flows.phrases import Phrase


class LiveDrillState(StrEnum):
    """Once it is over or stopped, nothing follows."""

    RUNNING = "running"
    OVER = "over"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Rung:
    """One person of the path. `allowed`: on the clock of their working hours.

    `asked_at`: when they could see it; `until`: when their time ends; `shown_at`: when it first was on a screen of
    theirs, as far as the platform says; `answered_at`: when they pressed. `unreached`: delivery gave up.
    """

    person: str
    role: Role
    allowed: timedelta
    asked_at: datetime | None = None
    until: datetime | None = None
    shown_at: datetime | None = None
    answered_at: datetime | None = None
    unreached: bool = False

    @property
    def is_late(self) -> bool:
        """Whether they pressed when their time was over."""
        return self.answered_at is not None and self.until is not None and self.answered_at > self.until


@dataclass(frozen=True)
class Gap:
    """Somebody whom the path has to leave out, and why; or what it lacks, such as a deputy (`person` "")."""

    person: str
    why: Phrase


@dataclass(frozen=True)
class LiveDrill:
    """`id` is "project/live/n". `step`: whose turn it is; `due_at`: when their time ends, or their reminder is over."""

    id: str
    project_id: str
    number: int
    by: str
    tradeoff: str
    started_at: datetime
    rungs: tuple[Rung, ...]
    gaps: tuple[Gap, ...] = ()
    step: int = 0
    state: LiveDrillState = LiveDrillState.RUNNING
    ended_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to be asked or to press."""
        return self.state is LiveDrillState.RUNNING

    @property
    def turn(self) -> Rung:
        """Whose turn it is; the last one once it is over."""
        return self.rungs[self.step]
