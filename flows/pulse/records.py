"""One pulse, and what each function says in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PulseState(StrEnum):
    """One follows the other."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Area(StrEnum):
    """What a function signed, in the few parts that a pulse asks about."""

    GOAL = "goal"
    BOUNDS = "bounds"
    RIGHTS = "rights"
    REPORTING = "reporting"


@dataclass(frozen=True)
class Said:
    """What one function says, by whom. `holds`: by area; one that is missing was not answered. `words`: "" for none."""

    by: str
    at: datetime
    holds: Mapping[str, bool] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class Pulse:
    """One pulse. `id` is "project/pulse/n".

    `charter`: the number of the version that is asked about; `asked`: by function id, the areas it is asked about;
    `said`: by function, read by nobody else before `closed_at`. `reopened`: labels of the contradictions that it
    brought back. `due_at`: when it begins, and then when it ends; None where the project wants none.
    """

    id: str
    project_id: str
    number: int
    due_at: datetime | None
    state: PulseState = PulseState.PLANNED
    charter: int = 0
    asked: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether functions may answer."""
        return self.state is PulseState.OPEN

    def is_silent(self, function: str) -> bool:
        """Whether a function that was asked has not answered everything."""
        said = self.said.get(function)
        return any(said is None or area not in said.holds for area in self.asked.get(function, ()))

    @property
    def silent(self) -> tuple[str, ...]:
        """The functions that have not answered everything, in the project's order."""
        return tuple(function for function in self.asked if self.is_silent(function))

    def moved(self, function: str) -> tuple[Area, ...]:
        """What a function says does not hold any more."""
        said = self.said.get(function)
        return tuple(area for area in Area if said is not None and said.holds.get(area) is False)

    def counted(self, area: Area) -> tuple[int, int]:
        """Of how many functions that answered it, for how many the area still holds: (holds, answered)."""
        answers = [said.holds[area] for said in self.said.values() if area in said.holds]
        return sum(answers), len(answers)
