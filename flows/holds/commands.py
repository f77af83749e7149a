"""What a function that has a word in a matter can say.

`matter`: the id of an escalation or a contradiction; `hold_id`: of its hold. `asked_at`: when the function was asked
what it answers (`Hold.since`); None on what an earlier release has drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class GoAhead(Command):
    """It has nothing against it, or agrees; a veto that was given is lifted."""

    matter: str
    hold_id: str
    asked_at: datetime | None = None


@dataclass(frozen=True)
class OpenVeto(Command):
    """Opens the form of a veto."""

    matter: str
    hold_id: str
    asked_at: datetime | None = None


@dataclass(frozen=True)
class GiveVeto(FormCommand):
    """Which options it rules out, and why."""

    matter: str
    hold_id: str
    asked_at: datetime | None = None


Speaks: TypeAlias = GoAhead | OpenVeto | GiveVeto
