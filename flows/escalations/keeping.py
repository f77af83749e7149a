"""What the use cases of this package keep and look up."""

from __future__ import annotations

from typing import Protocol

from flows.decisions.cast import Directory
from flows.decisions.keeping import Decisions
from flows.escalations.records import Escalation
from flows.evidence.keeping import Evidence
from flows.red_lines.keeping import RedLines


class Escalations(Protocol):
    def get(self, escalation_id: str, /) -> Escalation: ...
    def find(self, escalation_id: str, /) -> Escalation | None: ...
    def put(self, escalation: Escalation, /) -> None: ...
    def where(self, *, project_id: str) -> tuple[Escalation, ...]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Records(Directory, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def escalations(self) -> Escalations: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def evidence(self) -> Evidence: ...


class Watched(Records, Protocol):
    """… and the red lines in force."""

    @property
    def red_lines(self) -> RedLines: ...
