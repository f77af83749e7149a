"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from flows.decisions.cast import Directory
from flows.live_drills.records import LiveDrill
from flows.projects.records import Project


class LiveDrills(Protocol):
    def get(self, drill_id: str, /) -> LiveDrill: ...
    def find(self, drill_id: str, /) -> LiveDrill | None: ...
    def put(self, drill: LiveDrill, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[LiveDrill]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Kept(Protocol):
    """The live drills of the organisation."""

    @property
    def live_drills(self) -> LiveDrills: ...


class Records(Directory, Kept, Protocol):
    """Everything is already limited to the actor's organisation."""


class Arrivals(Records, Protocol):
    """… and what was shown."""

    def arrived(self, key: str, /) -> datetime | None:
        """When the post of that key was first shown; None where it waits, was given up, or never was."""


def newest(records: Kept, project: Project) -> LiveDrill | None:
    """The one that runs, or the last one."""
    return max(records.live_drills.where(project_id=project.id), key=lambda each: each.number, default=None)
