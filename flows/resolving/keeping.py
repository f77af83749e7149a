"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.charter.newcomers import Charters
from flows.consent.keeping import KeptProjects, Proposals
from flows.decisions.cast import Directory
from flows.decisions.keeping import Decisions
from flows.red_lines.keeping import RedLines
from flows.resolving.records import LiveContradiction
from flows.standing_lists import OnScreen


class Contradictions(Protocol):
    def get(self, contradiction_id: str, /) -> LiveContradiction: ...
    def find(self, contradiction_id: str, /) -> LiveContradiction | None: ...
    def put(self, contradiction: LiveContradiction, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[LiveContradiction]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Tracked(Directory, OnScreen, Protocol):
    """What it takes to notice contradictions."""

    @property
    def contradictions(self) -> Contradictions: ...


class Watched(Tracked, Protocol):
    """… to show what they are about, and who has a word before they are decided."""

    @property
    def proposals(self) -> Proposals: ...
    @property
    def red_lines(self) -> RedLines: ...


class Records(Watched, Protocol):
    """… and to settle them."""

    @property
    def projects(self) -> KeptProjects: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def charters(self) -> Charters: ...
