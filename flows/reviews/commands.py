"""What owners can say when something is to be looked at again; the changes have commands of their own."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class OpenKeep(Command):
    """Opens the form: keep it until when? `step`: how often its day was moved before."""

    proposal_id: str
    step: int


@dataclass(frozen=True)
class KeepUntil(FormCommand):
    """It stays as it is, until the day that is given."""

    proposal_id: str
    step: int
