"""What people can ask of the goal."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class OpenGoal(Command):
    """`/align goal`: the form that proposes the goal, filled from the outcomes given; or that rewords a proposal."""

    channel: str | None = None
    project: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeGoal(FormCommand):
    """Both wordings and their measure. `proposal_id`: the proposal that is reworded, "" for a new one.

    `version`: the wording that the form was opened on.
    """

    project_id: str
    proposal_id: str = ""
    version: int = 0


@dataclass(frozen=True)
class OpenReading(Command):
    """Opens the form in which a function says what the goal means in its own numbers."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class GiveReading(FormCommand):
    """What the goal means in a function's own numbers."""

    proposal_id: str
    version: int
    function: str
