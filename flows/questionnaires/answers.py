"""What an answer can hold, by question kind. Stored and exported in the plain shapes of the project file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.amounts import Amount, Span
from flows.projects.records import Silence
from flows.questionnaires.periods import Period


class Stance(StrEnum):
    """A function's position on a risk, from most to least careful, then no view."""

    NOT_ACCEPTABLE = "not_acceptable"
    ACCEPTABLE_IF = "acceptable_if"
    ACCEPTABLE = "acceptable"
    NO_VIEW = "no_view"


class Visibility(StrEnum):
    """Who may read an answer."""

    PROJECT = "project"
    SPONSOR = "sponsor"
    CONFIDENTIAL = "confidential"


class Lens(StrEnum):
    """What a measure is about, in the end."""

    SAFETY = "safety"
    QUALITY = "quality"
    DELIVERY = "delivery"
    COST = "cost"
    PEOPLE = "people"


@dataclass(frozen=True)
class NoView:
    """No view, not my area: an answer, but neither agreement nor silence."""


@dataclass(frozen=True)
class Measure:
    """One number that shows success: from `baseline` to `target` in `unit` until `by`.

    `scope`, `stage`, `period`: where and when it counts, where its owner says so.
    `lens`: what it is about, where its owner has said so; else it is read off its name.
    """

    name: str
    baseline: Decimal
    target: Decimal
    unit: str
    by: date
    scope: str | None = None
    lens: Lens | None = None
    stage: str | None = None
    period: Period | None = None


@dataclass(frozen=True)
class RiskStance:
    """A stance with its follow-ups: `limit` and `condition` when accepting, `why` and `test` when refusing.

    `scope`, `stage`, `period`: where and when it holds, where it does not hold everywhere and always.
    """

    stance: Stance
    limit: Amount | None = None
    condition: str | None = None
    why: str | None = None
    test: str | None = None
    scope: str | None = None
    stage: str | None = None
    period: Period | None = None


@dataclass(frozen=True)
class OwnRisk:
    """A risk that the catalogue lacks, and its owner's stance on it."""

    id: str
    text: str
    view: RiskStance
    category: str | None = None


@dataclass(frozen=True)
class NoTouch:
    """Days, both included, on which production must not be touched."""

    first: date
    last: date
    why: str | None = None


@dataclass(frozen=True)
class DeciderChoice:
    """Whom a function would let decide a tradeoff (person id), how fast, and what silence means."""

    decider: str
    within: Span | None = None
    silence: Silence | None = None


@dataclass(frozen=True)
class EvidenceNeed:
    """Which proof, from whom (function or person id, or someone unknown), by when, for which milestone."""

    what: str
    provider: str | None = None
    by: date | None = None
    milestone: str | None = None
    form: str | None = None


Ranking = tuple[tuple[str, ...], ...]
"""Axes from first to last; axes in one inner tuple are tied."""

AnswerValue = (
    NoView
    | str
    | int
    | date
    | Amount
    | tuple[str, ...]
    | Ranking
    | Measure
    | Mapping[str, RiskStance]
    | Mapping[str, Amount]
    | Mapping[str, DeciderChoice | NoView]
    | tuple[OwnRisk, ...]
    | tuple[NoTouch, ...]
    | tuple[EvidenceNeed, ...]
)


@dataclass(frozen=True)
class FunctionAnswers:
    """What one function said: typed values by question id.

    A question left out is silence. `visibility` names only what differs from "project".
    """

    function: str
    by: str
    answers: Mapping[str, AnswerValue]
    recorded_by: str | None = None
    visibility: Mapping[str, Visibility] = field(default_factory=dict)
