"""What the charter is compiled from, and where its versions are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.charter.records import Charter
from flows.rounds.shelves import Records as RoundRecords
from flows.sponsor.keeping import Preparations


class Charters(Protocol):
    def get(self, charter_id: str, /) -> Charter: ...
    def find(self, charter_id: str, /) -> Charter | None: ...
    def put(self, charter: Charter, /) -> None: ...
    def where(self, *, project_id: str, state: str | None = ...) -> Sequence[Charter]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Sources(RoundRecords, Protocol):
    """What was agreed and answered, besides what rounds keep."""

    @property
    def preparations(self) -> Preparations: ...


class Kept(Protocol):
    """The versions of charters."""

    @property
    def charters(self) -> Charters: ...


class Records(Kept, Sources, Protocol):
    """… and what they are compiled from. Everything is already limited to the actor's organisation."""


def current(records: Kept, project_id: str) -> Charter | None:
    """The newest version that was published."""
    return next(iter(records.charters.where(project_id=project_id, state=CURRENT)), None)


CURRENT, REPLACED = "current", "replaced"
"""The states by which versions are found."""
