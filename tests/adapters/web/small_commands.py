"""The people and the commands of the small project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.commands import Command, FormCommand
from flows.people import Person

STANCES = ("Acceptable", "Acceptable if …", "Not acceptable", "No view")
RISKS = ("Production stop", "Loss of recorded data", "Manual double work", "Audit finding")


@dataclass(frozen=True)
class Stand(Command):
    """A stance on a risk: one press."""

    risk: str
    stance: str


@dataclass(frozen=True)
class Take(Command):
    """Acknowledge the escalation."""

    words: str = ""


@dataclass(frozen=True)
class Pass(Command):
    """Pass it on to somebody."""

    to: str


@dataclass(frozen=True)
class AskToEscalate(Command):
    """Open the form."""


@dataclass(frozen=True)
class Escalate(FormCommand):
    """Submit the form."""

    project: str = "line3"


@dataclass(frozen=True)
class ShowHome(Command):
    """The Home tab."""


@dataclass(frozen=True)
class Speak(Command):
    """Anything typed that is no slash command."""

    text: str = ""
    channel: str | None = None


COMMANDS = {kind.__name__: kind for kind in (Stand, Take, Pass, AskToEscalate, Escalate, ShowHome, Speak)}
PEOPLE = (
    Person("adam", "Adam Wolski", zone="Europe/Warsaw"),
    Person("maria", "Maria Nowak", zone="Europe/Warsaw"),
    Person("ben", "Ben O’Hara", zone="America/New_York"),
    Person("ewa", "Ewa Zielińska", zone="Europe/Warsaw"),
    Person("quiet", "Piotr Łuczak", zone="Europe/Warsaw"),
)
TITLES = {"adam": "Sponsor", "maria": "Operations", "ben": "IT", "ewa": "Facilitator"}
MONDAY = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
