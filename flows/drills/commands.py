"""What people can ask of a drill."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class StartDrill(Command):
    """`/align drill`: every function gets the dilemmas in private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class OpenDrill(Command):
    """Opens the form with the dilemmas."""

    drill_id: str
    function: str


@dataclass(frozen=True)
class AnswerDrill(FormCommand):
    """Who decides, what one would do and how long it may take, for each dilemma."""

    drill_id: str
    function: str


@dataclass(frozen=True)
class DrillDue(Command):
    """The clock: the reminder, or the end."""

    drill_id: str


@dataclass(frozen=True)
class CloseDrill(Command):
    """The facilitator does not wait for the rest: the result is shown."""

    drill_id: str
