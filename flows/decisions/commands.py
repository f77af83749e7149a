"""What people can ask of the decision log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True)
class OpenRecordDecision(Command):
    """`/decisions record`: opens the form that records what was decided in talk. `channel` chooses the project.

    From a message: `text` are its words, `link` leads to it, `author` is who wrote it (a person id, or just a name),
    `said_at` when. Typed: `text` is what was decided.
    """

    channel: str | None = None
    text: str = ""
    link: str = ""
    author: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True)
class RecordDecision(FormCommand):
    """What was decided, why, and by whom. Who did not decide it themselves proposes it to who did.

    The message it comes from: `words`, `link`, `author`, `said_at`. `opened_at`: when the form was opened, so that the
    same form sent twice is one decision.
    """

    project_id: str
    opened_at: datetime
    words: str = ""
    link: str = ""
    author: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True)
class ConfirmDecision(Command):
    """Yes, I decided that: a proposal becomes a decision."""

    proposal_id: str


@dataclass(frozen=True)
class RejectDecision(Command):
    """That was not a decision."""

    proposal_id: str
