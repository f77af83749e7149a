"""What setting projects up and changing people keeps, as the shelves that a transaction offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.digests.records import DigestState
from flows.people import Person
from flows.projects.records import Project
from flows.projects.setup import Setup
from flows.rounds.shelves import Records as RoundRecords


class People(Protocol):
    """Everyone of the organisation."""

    def get(self, record_id: str, /) -> Person: ...

    def find(self, record_id: str, /) -> Person | None: ...

    def all(self) -> Sequence[Person]: ...

    def put(self, record: Person, /) -> None: ...


class Projects(Protocol):
    """Every project of the organisation."""

    def get(self, record_id: str, /) -> Project: ...

    def find(self, record_id: str, /) -> Project | None: ...

    def all(self) -> Sequence[Project]: ...

    def put(self, record: Project, /) -> None: ...


class Digests(Protocol):
    """When each project's digest is due."""

    def find(self, record_id: str, /) -> DigestState | None: ...

    def put(self, record: DigestState, /) -> None: ...


class Setups(Protocol):
    """Drafts of projects, by the id of whose they are."""

    def find(self, record_id: str, /) -> Setup | None: ...

    def put(self, record: Setup, /) -> None: ...


class Records(RoundRecords, Protocol):
    """Projects, their people and rounds."""

    @property
    def people(self) -> People: ...

    @property
    def projects(self) -> Projects: ...

    @property
    def digests(self) -> Digests: ...

    @property
    def setups(self) -> Setups: ...
