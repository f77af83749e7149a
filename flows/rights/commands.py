"""What people can ask of the decision rights."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class ShowRegister(Command):
    """`/align rights`: who decides what, what is missing, and how it came about."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class OpenRightChange(Command):
    """The form that proposes a decision right, or rewords the proposal `proposal_id`."""

    project_id: str = ""
    tradeoff: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeRight(FormCommand):
    """What is to hold. `proposal_id`: the proposal that is reworded, "" for a new one; `version`: its wording then."""

    project_id: str
    tradeoff: str
    proposal_id: str = ""
    version: int = 0


@dataclass(frozen=True)
class ProposeNoRight(Command):
    """Proposes that nobody is named for it any more."""

    project_id: str
    tradeoff: str


@dataclass(frozen=True)
class WhoDecides(Command):
    """`/align who decides speed/scope`: who decides it, whether they are there, and what they decided last.

    `text`: the topic in the person's words, with "in" and a project where they are part of several.
    """

    text: str = ""
    channel: str | None = None
