"""What a home is made of, and what is looked up for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flows.charter.keeping import Charters
from flows.decisions.keeping import ById
from flows.decisions.records import Decision
from flows.drills.records import Drill
from flows.escalations.records import Escalation
from flows.live_drills.keeping import LiveDrills
from flows.messages import Button
from flows.phrases import Phrase
from flows.projects.setup import Setup
from flows.pulse.keeping import Pulses
from flows.rounds.shelves import Records as RoundRecords
from flows.sponsor.keeping import Preparations

MOST = 10
"""Of each sort; the rest is counted."""


class Escalations(Protocol):
    """Escalations by whose turn it is, or by project."""

    def where(self, *, project_id: str = ..., person_id: str = ...) -> Sequence[Escalation]: ...


class Decisions(ById, Protocol):
    """Proposals by who has to confirm them."""

    def where(self, *, state: str = ..., person_id: str = ...) -> Sequence[Decision]: ...


class Setups(Protocol):
    """Drafts of projects."""

    def find(self, record_id: str, /) -> Setup | None: ...


class Drills(Protocol):
    """Drills of a project."""

    def where(self, *, project_id: str) -> Sequence[Drill]: ...


class Records(RoundRecords, Protocol):
    """Everything that can wait for a person."""

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...

    @property
    def setups(self) -> Setups: ...

    @property
    def charters(self) -> Charters: ...

    @property
    def live_drills(self) -> LiveDrills: ...

    @property
    def pulses(self) -> Pulses: ...

    @property
    def drills(self) -> Drills: ...

    @property
    def preparations(self) -> Preparations: ...


@dataclass(frozen=True)
class Part:
    """One thing on the page: a sentence and what can be done about it."""

    words: Phrase
    buttons: tuple[Button, ...] = ()
