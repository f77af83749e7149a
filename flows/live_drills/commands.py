"""What people, the clock and delivery can ask of a live drill."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class OpenLiveDrill(Command):
    """`/align drill live`: opens the form, which path and on which clock."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class StartLiveDrill(FormCommand):
    """The request goes to the first person of that path."""

    project_id: str


@dataclass(frozen=True)
class AnswerLiveDrill(Command):
    """It has reached me. `step`: the one that was shown."""

    drill_id: str
    step: int


@dataclass(frozen=True)
class ShowLiveDrill(Command):
    """How far it has come; private."""

    drill_id: str


@dataclass(frozen=True)
class StopLiveDrill(Command):
    """Nobody else is asked; what was measured is kept."""

    drill_id: str


@dataclass(frozen=True)
class LiveDrillDue(Command):
    """The clock: the time of whoever's turn it is has ended."""

    drill_id: str
