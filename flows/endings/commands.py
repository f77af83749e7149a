"""What people can ask in order to drop what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class OpenEnding(Command):
    """Opens the form that proposes to drop something. `agreed_id`: the proposal that was agreed, or "" where
    `proposal_id` is the one to drop it, which is reworded."""

    agreed_id: str = ""
    proposal_id: str = ""


@dataclass(frozen=True)
class ProposeEnding(FormCommand):
    """Why it should hold no more."""

    agreed_id: str
    proposal_id: str = ""
    version: int = 0
