"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.decisions.cast import Directory
from flows.drills.records import Drill


class Drills(Protocol):
    def get(self, drill_id: str, /) -> Drill: ...
    def find(self, drill_id: str, /) -> Drill | None: ...
    def put(self, drill: Drill, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[Drill]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Records(Directory, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def drills(self) -> Drills: ...
