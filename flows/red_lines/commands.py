"""What people can ask of red lines, tolerances and the trade-off order."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class ListRedLines(Command):
    """`/align red lines`: what is agreed, and what functions find not acceptable; private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class OpenRedLine(Command):
    """Opens the form of a red line: empty, from a risk that was found not acceptable, or to change one in force.

    `risk`: an id of the questionnaire; `replaces`: a red line (id); `proposal_id`: a proposal to be reworded.
    """

    project: str = ""
    risk: str = ""
    replaces: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeRedLine(FormCommand):
    """The red line. `proposal_id` and `version`: the wording that the form was opened on, "" for a new one."""

    project_id: str
    replaces: str = ""
    proposal_id: str = ""
    version: int = 0


@dataclass(frozen=True)
class OpenTolerances(Command):
    """Opens the form of the tolerances, filled with what is proposed or in force."""

    project: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeTolerances(FormCommand):
    """How far the team may go, by dimension."""

    project_id: str
    proposal_id: str = ""
    version: int = 0


@dataclass(frozen=True)
class OpenTradeoffOrder(Command):
    """Opens the form of the trade-off order, filled from the rankings that the functions gave."""

    project: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeTradeoffOrder(FormCommand):
    """The order of the axes."""

    project_id: str
    proposal_id: str = ""
    version: int = 0
