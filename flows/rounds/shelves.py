"""What the life of a round keeps, as the shelves that a transaction offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from flows.charter.hushing import Versions
from flows.consent.keeping import Proposals
from flows.decisions.keeping import ById
from flows.evidence.keeping import Evidence
from flows.people import Person
from flows.projects.records import Project
from flows.questionnaires.template import Template
from flows.red_lines.keeping import RedLines
from flows.resolving.keeping import Contradictions
from flows.rounds.records import Round, View
from flows.standing_lists import OnScreen


class People(Protocol):
    """Everyone of the organisation."""

    def get(self, record_id: str, /) -> Person: ...

    def find(self, record_id: str, /) -> Person | None: ...

    def all(self) -> Sequence[Person]: ...


class Projects(Protocol):
    """Projects by id."""

    def get(self, record_id: str, /) -> Project: ...

    def all(self) -> Sequence[Project]: ...


class Rounds(Protocol):
    """Rounds by id and by project."""

    def get(self, record_id: str, /) -> Round: ...

    def find(self, record_id: str, /) -> Round | None: ...

    def put(self, record: Round, /) -> None: ...

    def where(self, *, project_id: str) -> Sequence[Round]: ...


class Views(Protocol):
    """Views by id, and by the person whose turn it is."""

    def get(self, record_id: str, /) -> View: ...

    def find(self, record_id: str, /) -> View | None: ...

    def put(self, record: View, /) -> None: ...

    def where(self, *, person_id: str) -> Sequence[View]: ...


class Templates(Protocol):
    """Question sets by id."""

    def get(self, record_id: str, /) -> Template: ...


class Records(OnScreen, Protocol):
    """What the use cases of a round load and save."""

    def arrived(self, key: str, /) -> datetime | None:
        """When the message of that key was first shown; None while it was not."""

    @property
    def people(self) -> People: ...

    @property
    def projects(self) -> Projects: ...

    @property
    def rounds(self) -> Rounds: ...

    @property
    def views(self) -> Views: ...

    @property
    def templates(self) -> Templates: ...

    @property
    def contradictions(self) -> Contradictions: ...

    @property
    def charters(self) -> Versions: ...

    @property
    def decisions(self) -> ById: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def red_lines(self) -> RedLines: ...

    @property
    def evidence(self) -> Evidence: ...
