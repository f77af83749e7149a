"""What can be asked about the life of a round. Answering itself is in flows/questionnaires/commands.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.commands import Command, FormCommand
from flows.nudges import Snooze


@dataclass(frozen=True)
class StartRound(Command):
    """Ask every function of this project, or of the one of the channel, now."""

    project_id: str = ""
    channel: str | None = None


@dataclass(frozen=True)
class RoundDue(Command):
    """The clock: the round's deadline, or the end of the sponsor's time to choose."""

    round_id: str


@dataclass(frozen=True)
class ChaseDue(Command):
    """The clock: the next nudge or the next stage of a chase."""

    view_id: str


@dataclass(frozen=True)
class RemindMeLater(Command):
    """When could I be reminded?"""

    view_ids: tuple[str, ...]


@dataclass(frozen=True)
class SnoozeNudges(Command):
    """Remind me of these not before then."""

    view_ids: tuple[str, ...]
    choice: Snooze


@dataclass(frozen=True)
class AskSomebodyElse(Command):
    """Open the form that passes a questionnaire on."""

    view_id: str


@dataclass(frozen=True)
class HandOver(FormCommand):
    """Ask a colleague to take this over; `values`: `to` (person id) and `reason`."""

    view_id: str


@dataclass(frozen=True)
class AcceptOffer(Command):
    """I take it over. `number`: which offer the button was drawn for."""

    view_id: str
    number: int


@dataclass(frozen=True)
class DeclineOffer(Command):
    """I cannot take it over."""

    view_id: str
    number: int


@dataclass(frozen=True)
class TakeOver(Command):
    """I speak for this function too, and answer in place of who was asked."""

    view_id: str


@dataclass(frozen=True)
class WaitForFunction(Command):
    """The sponsor: wait for this function until then. `card`: which of the sponsor's cards was pressed."""

    view_id: str
    card: int
    until: datetime


@dataclass(frozen=True)
class NameStandIn(Command):
    """The sponsor: ask this person to answer for the function."""

    view_id: str
    card: int
    person_id: str


@dataclass(frozen=True)
class GoOnWithout(Command):
    """The sponsor: go on without this function."""

    view_id: str
    card: int


@dataclass(frozen=True)
class ConfirmRecorded(Command):
    """What was recorded for me is what I said."""

    view_id: str


@dataclass(frozen=True)
class ShowSources(Command):
    """Which answers stand behind this part of the summary? `first`: from which of its sentences on."""

    round_id: str
    part: str
    first: int = 0


@dataclass(frozen=True)
class ListAnswers(Command):
    """What has each function of the project of this channel said?"""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ShowAnswers(Command):
    """Everything that this function said in this round."""

    round_id: str
    function: str


@dataclass(frozen=True)
class ListNext(Command):
    """What will be sent next in the project of this channel?"""

    channel: str | None = None
    project: str = ""
