"""What was forecast for the sponsor, what they have confirmed, and who stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Point(StrEnum):
    """What a sponsor is to know and have before the start, in this order."""

    DECISIONS = "decisions"
    CRITERIA = "criteria"
    PATH = "path"
    BACKUP = "backup"


@dataclass(frozen=True)
class Expected:
    """A decision that is likely to come by `day`.

    `milestone`: the id of the one it comes before, "" where it comes with the start. `decider`: the person who decides
    it, by right or since nobody is named. `wanted_by`: the functions (ids) that want it decided together.
    """

    tradeoff: str
    day: date
    decider: str
    milestone: str = ""
    wanted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """What was told once, and when, so that it can be compared with what came."""

    at: datetime
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Confirmed:
    """The sponsor has said that they know it. `seen`: the fingerprint of what was shown; another one means: not yet."""

    by: str
    at: datetime
    seen: str


class BackupState(StrEnum):
    """Where the person stands who was asked to decide when the sponsor cannot."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Backup:
    """`number`: counts the requests, so that an old card is known. `by`: the sponsor who asked; `at`: of its state."""

    person_id: str
    by: str
    at: datetime
    number: int
    state: BackupState = BackupState.ASKED


@dataclass(frozen=True)
class Preparation:
    """`id` is the project's. `sponsor`: whom the card was sent to, "" before it was."""

    id: str
    sponsor: str = ""
    forecast: Forecast | None = None
    confirmed: Mapping[Point, Confirmed] = field(default_factory=dict)
    backup: Backup | None = None
