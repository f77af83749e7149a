"""What people can ask of the decision log."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class ListDecisions(Command):
    """`/decisions`: the log, newest first; `text` are words to search for, `page` counts from 0. Private."""

    channel: str | None = None
    text: str = ""
    page: int = 0


@dataclass(frozen=True)
class ShowDecision(Command):
    """One decision in full; private."""

    decision_id: str


@dataclass(frozen=True)
class OpenSupersede(Command):
    """Opens the form that replaces a decision by a new one."""

    decision_id: str


@dataclass(frozen=True)
class Supersede(FormCommand):
    """The new decision, and why the old one does not hold any more."""

    decision_id: str


@dataclass(frozen=True)
class OpenConcern(Command):
    """Opens the form to say that a decision cannot work."""

    decision_id: str


@dataclass(frozen=True)
class RaiseConcern(FormCommand):
    """Why it cannot work; once per person."""

    decision_id: str
