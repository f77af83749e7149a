"""What a transaction offers, without a database: shelves that hold what tests put on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from flows.charter.records import Charter
from flows.consent.records import Proposal
from flows.decisions.records import Decision
from flows.errors import NotFound
from flows.evidence.records import Obligation
from flows.people import Person
from flows.projects.records import Project
from flows.questionnaires.template import Template
from flows.red_lines.records import InForce
from flows.resolving.records import LiveContradiction
from flows.rounds.records import Round, View


class Kept(Protocol):
    """What has an id."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Kept)


class Shelf(Generic[R]):
    """Records of one kind, as a transaction offers them."""

    def __init__(self, *records: R) -> None:
        self.records: dict[str, R] = {record.id: record for record in records}

    def get(self, record_id: str, /) -> R:
        if record_id not in self.records:
            raise NotFound("There is no such thing.")
        return self.records[record_id]

    def find(self, record_id: str, /) -> R | None:
        return self.records.get(record_id)

    def put(self, record: R, /) -> None:
        self.records[record.id] = record

    def all(self) -> list[R]:
        return list(self.records.values())

    def where(self, **wanted: str | None) -> list[R]:
        names = {"person_id": "respondent"}
        return [
            record
            for record in self.records.values()
            if all(getattr(record, names.get(key, key)) == value for key, value in wanted.items() if value is not None)
        ]


class NumberedShelf(Shelf[R]):
    """… that have numbers."""

    def next_number(self, project_id: str, /) -> int:
        return len(self.where(project_id=project_id)) + 1


@dataclass
class Shelves:
    """Everything that is kept."""

    people: Shelf[Person]
    projects: Shelf[Project]
    rounds: Shelf[Round]
    views: Shelf[View]
    templates: Shelf[Template]
    contradictions: NumberedShelf[LiveContradiction] = field(default_factory=lambda: NumberedShelf())
    charters: NumberedShelf[Charter] = field(default_factory=lambda: NumberedShelf())
    decisions: NumberedShelf[Decision] = field(default_factory=lambda: NumberedShelf())
    evidence: NumberedShelf[Obligation] = field(default_factory=lambda: NumberedShelf())
    proposals: NumberedShelf[Proposal] = field(default_factory=lambda: NumberedShelf())
    red_lines: NumberedShelf[InForce] = field(default_factory=lambda: NumberedShelf())

    def on_screen(self, prefix: str, /) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing is shown here."""
        return ()

    def arrived(self, key: str, /) -> datetime | None:  # noqa: ARG002
        """Nothing was."""
        return None
