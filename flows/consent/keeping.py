"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.charter.newcomers import Charters
from flows.consent.records import Proposal
from flows.decisions.cast import Directory, Projects
from flows.projects.records import Project
from flows.red_lines.keeping import RedLines
from flows.standing_lists import OnScreen


class Proposals(Protocol):
    def get(self, proposal_id: str, /) -> Proposal: ...
    def find(self, proposal_id: str, /) -> Proposal | None: ...
    def put(self, proposal: Proposal, /) -> None: ...
    def where(
        self, *, project_id: str | None = ..., state: str | None = ..., person_id: str | None = ...
    ) -> Sequence[Proposal]: ...
    def next_number(self, project_id: str, /) -> int: ...


class KeptProjects(Projects, Protocol):
    def put(self, project: Project, /) -> None: ...


class Records(Directory, OnScreen, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def projects(self) -> KeptProjects: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def charters(self) -> Charters: ...

    @property
    def red_lines(self) -> RedLines: ...
