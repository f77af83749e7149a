"""The project and its parts, as the domain thinks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from flows.amounts import Amount, Span


class Silence(StrEnum):
    """What no answer in time means, as agreed for a decision right."""

    BLOCKS = "blocks"
    PROCEEDS = "proceeds"
    GOES_UP = "goes_up"


class Cadence(StrEnum):
    """How often the digest is posted."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"


class NudgeProfile(StrEnum):
    """How closely stragglers are followed."""

    LIGHT = "light"
    STANDARD = "standard"
    ACTIVE = "active"


@dataclass(frozen=True)
class Milestone:
    """A named day; `touches_production` makes it subject to no-touch windows."""

    id: str
    name: str
    date: date
    touches_production: bool = False


@dataclass(frozen=True)
class Function:
    """One voice of the project, whatever its head-count. `representative` and `deputy` are person ids."""

    id: str
    name: str
    representative: str
    deputy: str | None = None


@dataclass(frozen=True)
class Higher:
    """From when on a decision goes to a higher level: beyond a cost (money), a downtime (a time), or for any safety.

    `decider`: who decides then, the sponsor where nobody is named.
    """

    cost: Amount | None = None
    downtime: Amount | None = None
    safety: bool = False
    decider: str | None = None


@dataclass(frozen=True)
class DecisionRight:
    """Who decides one kind of tradeoff.

    `tradeoff`: a pair of axes in the template's or else axis order ("speed/scope"), or the id of a joint decision.
    `must_agree`: function ids; `domains`: what each of them may veto about, by function id, where that is narrower than
    what it stands for; `consulted`, `informed`: function or person ids; `recommend`: who is asked for an option and
    why; `perform`: who carries it out. `trigger`: when it is about this decision; `higher`: from when on somebody above
    decides; `options`: those known; `inputs`: what the decider needs to know. `rule`: what people call the agreement
    that set it ("R-3"), "" where the project began with it.
    """

    tradeoff: str
    decider: str
    deputy: str | None = None
    must_agree: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    within: Span | None = None
    silence: Silence = Silence.GOES_UP
    trigger: str = ""
    options: tuple[str, ...] = ()
    inputs: str = ""
    rule: str = ""
    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    higher: Higher | None = None
    recommend: tuple[str, ...] = ()
    perform: tuple[str, ...] = ()


@dataclass(frozen=True)
class DigestRule:
    """The wall-clock rule of the digest in the project's zone: weekday (Monday 0), time, cadence."""

    weekday: int = 0
    at: time = time(9)
    every: Cadence = Cadence.WEEKLY


@dataclass(frozen=True)
class EscalationLimits:
    """So many escalations can be sent within an hour by one person, and within 24 hours in the project."""

    of_a_person_an_hour: int = 5
    of_a_project_a_day: int = 20


@dataclass(frozen=True)
class Project:
    """What is being aligned. The first stage is what the goal is about.

    `round_due`: wall-clock time in `zone` (naive); people are ids of the organisation's people.
    `agreement`: percent of functions near the median from which an item counts as agreed; None: as the template says.
    `questions`: extra or replacing question sets by function id, as template names (features A2).
    `pulse_weeks`: how often functions are asked whether what they signed still holds; 0 for never.
    `loaded`: fingerprints of the people as the project's file last gave them, by id, in the order of the file.
    `backup`: who decides what the sponsor does not decide in time; a person who has accepted that.
    """

    id: str
    name: str
    kickoff: date
    zone: str
    sponsor: str
    facilitator: str
    functions: tuple[Function, ...]
    stage: str = ""
    language: str = "en"
    channel: str = ""
    template: str = "industrial"
    milestones: tuple[Milestone, ...] = ()
    digest: DigestRule = DigestRule()
    observers: tuple[str, ...] = ()
    round_due: datetime | None = None
    nudges: NudgeProfile = NudgeProfile.STANDARD
    decision_rights: tuple[DecisionRight, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    agreement: int | None = None
    loaded: Mapping[str, str] = field(default_factory=dict)
    escalation_limits: EscalationLimits = EscalationLimits()
    pulse_weeks: int = 2
    backup: str | None = None
