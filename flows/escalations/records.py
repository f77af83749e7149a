"""An escalation, its ladder, its states and what is legal in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.holds.records import Hold
from flows.phrases import Phrase
from flows.projects.records import Silence
from flows.questionnaires.answers import Ranking
from flows.quickly_made import quickly_made
from flows.stakes.records import NOTHING_SAID, Stakes


class EscalationState(StrEnum):
    """Legal moves are in `TRANSITIONS`; a test checks that the table is total."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    INFO_WANTED = "info_wanted"
    DECIDED = "decided"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"


_S = EscalationState
TRANSITIONS: dict[EscalationState, frozenset[EscalationState]] = {
    _S.ASKED: frozenset(_S),
    _S.ACKNOWLEDGED: frozenset(_S),
    _S.INFO_WANTED: frozenset({_S.ASKED, _S.DECIDED, _S.EXHAUSTED, _S.WITHDRAWN}),
    _S.EXHAUSTED: frozenset({_S.ASKED, _S.DECIDED, _S.WITHDRAWN}),
    _S.DECIDED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""Exhausted is not the end: whoever was last may still decide it or hand it to somebody, and it can be withdrawn."""

CLOSED = frozenset(state for state, following in TRANSITIONS.items() if not following)
OPEN = frozenset(EscalationState) - CLOSED


class Action(StrEnum):
    """What a person can do with an escalation; who may is in `flows.escalations.rights`."""

    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    DELEGATE = "delegate"
    DECLINE = "decline"
    ASK_INFO = "ask_info"
    GIVE_INFO = "give_info"
    MORE_TIME = "more_time"
    WITHDRAW = "withdraw"
    NEXT_NOW = "next_now"


_A = Action
ACTIONS: dict[EscalationState, frozenset[Action]] = {
    _S.ASKED: frozenset(_A),
    _S.ACKNOWLEDGED: frozenset(_A) - {_A.ACKNOWLEDGE},
    _S.INFO_WANTED: frozenset({_A.DECIDE, _A.DELEGATE, _A.DECLINE, _A.GIVE_INFO, _A.WITHDRAW, _A.NEXT_NOW}),
    _S.EXHAUSTED: frozenset({_A.DECIDE, _A.DELEGATE, _A.GIVE_INFO, _A.WITHDRAW}),
    _S.DECIDED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""What can be done in each state."""


class Role(StrEnum):
    """In which capacity somebody stands on the ladder."""

    DECIDER = "decider"
    DELEGATE = "delegate"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"
    BACKUP = "back-up"
    """Has accepted to decide what the sponsor does not decide in time."""


TOP = frozenset({Role.SPONSOR, Role.BACKUP})
"""Who stands at the end of a ladder: silence never decides there."""


class Clock(StrEnum):
    """How a step's time limit runs: in the asked person's working hours, or on the wall."""

    WORKING_HOURS = "working_hours"
    WALL = "wall"


class Urgency(StrEnum):
    """How much haste: it sets the clock, and the time per step where none is agreed."""

    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"

    @property
    def clock(self) -> Clock:
        """Only what is urgent runs, and rings, outside working hours."""
        return Clock.WALL if self is Urgency.URGENT else Clock.WORKING_HOURS


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: who, as what, and how long they have, on the escalation's clock."""

    person_id: str
    role: Role
    allowed: timedelta


@dataclass(frozen=True)
class Option:
    """One way to decide; `id` is "a", "b", … and "a" is what the requester recommends."""

    id: str
    text: str


@dataclass(frozen=True)
class InfoRequest:
    """A question to a named person. The clock stands until it is answered, `until` at the latest.

    `left`: what the step still had, on the escalation's clock. `step`: the rung that asked. `recommends`: asked by the
    decision right, for this function or person; the clock does not stand for it. `earlier`: who was asked before `of`,
    the first one first.
    """

    of: str
    question: str
    by: str
    asked_at: datetime
    until: datetime
    left: timedelta
    step: int
    answer: str | None = None
    answered_at: datetime | None = None
    recommends: str = ""
    earlier: tuple[str, ...] = ()


class Happened(StrEnum):
    """What can stand in an escalation's history."""

    RAISED = "raised"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    NUDGED = "nudged"
    INFO_ASKED = "info_asked"
    INFO_GIVEN = "info_given"
    INFO_MISSED = "info_missed"
    MORE_TIME = "more_time"
    DELEGATED = "delegated"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    UNREACHED = "unreached"
    MOVED_ON = "moved_on"
    SKIPPED = "skipped"
    ASKED_AGAIN = "asked_again"
    DECIDED = "decided"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    GO_AHEAD = "go_ahead"
    VETOED = "vetoed"
    OWNER_SILENT = "owner_silent"
    MUST_AGREE = "must_agree"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    """No answer in time by a function that must agree, and what that means by right."""


@quickly_made
@dataclass(frozen=True)
class Event:
    """One line of the history: what happened, when, by whom (a person id or "accord").

    `about`: the person it concerns; `words`: people's words; `why`: our reason where a rule acted; `until`: a time set.
    """

    what: Happened
    at: datetime
    by: str
    about: str = ""
    words: str = ""
    why: Phrase | None = None
    until: datetime | None = None


@quickly_made
@dataclass(frozen=True)
class Escalation:
    """A tradeoff decision on its way. `id` is "project/E-n".

    `ladder` is frozen when it opens (delegation inserts a rung after the current one); `step` indexes it.
    `principal`: whose decision it is by right; who decides instead does so on their behalf.
    `holds`: the functions that have a word before it is decided; `order`: the trade-off order agreed when
    it opened; `stakes`: what the requester said is at stake, where it was asked.
    `drafted_at`: when the requester filled in the form, so that the same form sent twice is one escalation.
    `asked_at`: when the current step began, never before the person could see it; `until`: when it ends;
    `rang_at`: when they were last asked or nudged; `quiet_until`: no nudges before; `nags`: nudges on this step.
    `due_at`: the next moment the clock has to look at it, None when it waits for nobody's clock.
    `replaces`: the id of the decision that holds until this one is taken, "" for none.
    `reason`: why the first rung is the one who decides; `rule`: what the decision right is called, "R-3", or "".
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
    drafted_at: datetime
    ladder: tuple[Step, ...]
    state: EscalationState
    step: int
    asked_at: datetime
    until: datetime
    rang_at: datetime
    reason: Phrase
    principal: str
    urgency: Urgency = Urgency.NORMAL
    silence: Silence = Silence.GOES_UP
    rule: str = ""
    links: tuple[str, ...] = ()
    cost: str = ""
    quiet_until: datetime | None = None
    nags: int = 0
    more_time: int = 0
    questions: tuple[InfoRequest, ...] = ()
    decision_id: str | None = None
    choice: str = ""
    ended_at: datetime | None = None
    history: tuple[Event, ...] = ()
    due_at: datetime | None = None
    holds: tuple[Hold, ...] = ()
    order: Ranking = ()
    stakes: Stakes = NOTHING_SAID
    replaces: str = ""

    @property
    def turn(self) -> Step:
        """The rung whose turn it is; the last one once the ladder is exhausted."""
        return self.ladder[self.step]

    @property
    def in_turn(self) -> str:
        """The person whose turn it is."""
        return self.turn.person_id

    @property
    def kind(self) -> str:
        """Which kind of matter it is for the functions that have a word in it."""
        return "escalation"

    @property
    def following(self) -> Step | None:
        """The next rung, if there is one."""
        return self.ladder[self.step + 1] if self.step + 1 < len(self.ladder) else None

    @property
    def info(self) -> InfoRequest | None:
        """The question that the clock stands for."""
        return self.questions[-1] if self.state is EscalationState.INFO_WANTED else None

    @property
    def clock(self) -> Clock:
        """How its time limits run."""
        return self.urgency.clock

    @property
    def is_open(self) -> bool:
        """Whether it still wants a decision; an exhausted one does."""
        return self.state in OPEN

    @property
    def label(self) -> str:
        """What people call it: "E-7"."""
        return f"E-{self.number}"
