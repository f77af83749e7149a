"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.decisions.cast import Directory
from flows.evidence.records import Obligation
from flows.standing_lists import OnScreen


class Evidence(Protocol):
    def get(self, obligation_id: str, /) -> Obligation: ...
    def find(self, obligation_id: str, /) -> Obligation | None: ...
    def put(self, obligation: Obligation, /) -> None: ...
    def where(self, *, project_id: str = ..., person_id: str = ...) -> Sequence[Obligation]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Records(Directory, OnScreen, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def evidence(self) -> Evidence: ...
