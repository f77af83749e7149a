"""What the use cases of this package keep and look up."""

from __future__ import annotations

from typing import Protocol

from flows.decisions.cast import Directory
from flows.decisions.records import Decision
from flows.red_lines.keeping import RedLines


class ById(Protocol):
    def find(self, decision_id: str, /) -> Decision | None: ...
    def put(self, decision: Decision, /) -> None: ...


class Decisions(ById, Protocol):
    def get(self, decision_id: str, /) -> Decision: ...
    def where(
        self, *, project_id: str | None = ..., state: str | None = ..., person_id: str | None = ...
    ) -> tuple[Decision, ...]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Records(Directory, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def decisions(self) -> Decisions: ...


class Watched(Records, Protocol):
    """… and the red lines in force."""

    @property
    def red_lines(self) -> RedLines: ...
