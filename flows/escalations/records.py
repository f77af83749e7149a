"""An escalation, its ladder and its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.projects.records import Silence


class EscalationState(StrEnum):
    """Legal moves are in `TRANSITIONS`; a test checks that the table is total."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    INFO_WANTED = "info_wanted"
    DECIDED = "decided"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """In which capacity somebody stands on the ladder."""

    DECIDER = "decider"
    DELEGATE = "delegate"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"


class Clock(StrEnum):
    """How a step's time limit runs: in the asked person's working hours, or on the wall."""

    WORKING_HOURS = "working_hours"
    WALL = "wall"


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: who, as what, and how long they have before it goes on."""

    person_id: str
    role: Role
    allowed: timedelta


@dataclass(frozen=True)
class Option:
    """One way to decide; `id` is "a", "b", …"""

    id: str
    text: str


@dataclass(frozen=True)
class InfoRequest:
    """A question to a named person; the clock stands while it is open. `left`: what the step still had."""

    of: str
    question: str
    asked_at: datetime
    left: timedelta
    answer: str | None = None


class Happened(StrEnum):
    """What can stand in an escalation's history."""

    RAISED = "raised"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    NUDGED = "nudged"
    INFO_ASKED = "info_asked"
    INFO_GIVEN = "info_given"
    MORE_TIME = "more_time"
    DELEGATED = "delegated"
    DECLINED = "declined"
    MOVED_ON = "moved_on"
    SKIPPED = "skipped"
    DECIDED = "decided"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Event:
    """One line of the history: what happened, when, by whom, and their words if any."""

    what: Happened
    at: datetime
    by: str
    words: str = ""


@dataclass(frozen=True)
class Escalation:
    """A tradeoff decision on its way. `id` is "project/E-n".

    `ladder` is frozen when it opens (delegation inserts a rung after the current one); `step` indexes it.
    `asked_at`: when the current step began; `until`: when it ends; `quiet_until`: no nagging before.
    `due_at`: the next moment the clock has to look at it, None when closed or while it waits for nobody's clock.
    """

    id: str
    project_id: str
    number: int
    requester: str
    tradeoff: str
    question: str
    options: tuple[Option, ...]
    impact: str
    deadline: datetime
    raised_at: datetime
    ladder: tuple[Step, ...]
    state: EscalationState
    step: int
    asked_at: datetime
    until: datetime
    reason: str
    clock: Clock = Clock.WORKING_HOURS
    silence: Silence = Silence.GOES_UP
    links: tuple[str, ...] = ()
    quiet_until: datetime | None = None
    nags: int = 0
    more_time: int = 0
    info: InfoRequest | None = None
    decision_id: str | None = None
    history: tuple[Event, ...] = ()
    due_at: datetime | None = None

    @property
    def turn(self) -> Step:
        """The rung whose turn it is."""
        return self.ladder[self.step]
