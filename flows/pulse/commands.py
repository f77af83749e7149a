"""What people and the clock can ask of a pulse."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.pulse.records import Area


@dataclass(frozen=True)
class ShowPulse(Command):
    """`/align pulse`: what waits for me in it, what came of the last one, when the next one comes. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class StartPulse(Command):
    """Asks now instead of on the planned day. `after`: how many there have been."""

    project_id: str
    after: int


@dataclass(frozen=True)
class AllHolds(Command):
    """Everything that the function signed still holds: one press."""

    pulse_id: str
    function: str


@dataclass(frozen=True)
class SayHolds(Command):
    """One area still holds for the function, or does not."""

    pulse_id: str
    function: str
    area: Area
    holds: bool


@dataclass(frozen=True)
class OpenPulseWords(Command):
    """Opens the form for the one optional sentence."""

    pulse_id: str
    function: str


@dataclass(frozen=True)
class GivePulseWords(FormCommand):
    """The sentence; read by the project when the pulse is over."""

    pulse_id: str
    function: str


@dataclass(frozen=True)
class PulseDue(Command):
    """The clock: it begins, or ends."""

    pulse_id: str
