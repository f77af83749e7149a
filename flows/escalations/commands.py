"""What people, and the clock, can ask of an escalation. `step` is the rung that the button was drawn for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.commands import Command, FormCommand
from flows.escalations.records import Action, Urgency
from flows.quickly_made import quickly_made
from flows.stakes.records import NOTHING_SAID, Stakes


@quickly_made
@dataclass(frozen=True)
class Draft:
    """An escalation that was filled in but not sent. `options`: the recommended one first; `replaces`: the id of the
    decision that holds until this one is taken, "" for none."""

    project_id: str
    tradeoff: str
    question: str
    options: tuple[str, ...]
    impact: str
    deadline: datetime
    drafted_at: datetime
    urgency: Urgency = Urgency.NORMAL
    cost: str = ""
    links: tuple[str, ...] = ()
    stakes: Stakes = NOTHING_SAID
    replaces: str = ""


@dataclass(frozen=True)
class OpenEscalate(Command):
    """`/escalate`: opens the form. `channel` chooses the project; `draft` is what had been filled in before.

    From a message: `text` are its words, `link` leads to it, `author` is who wrote it: a person id, or just a name.
    """

    channel: str | None = None
    text: str = ""
    link: str = ""
    author: str = ""
    draft: Draft | None = None


@dataclass(frozen=True)
class PrepareEscalation(FormCommand):
    """The filled-in form: shows who will decide and why, before anything is sent."""

    project_id: str = ""
    channel: str | None = None
    replaces: str = ""


@dataclass(frozen=True)
class Escalate(Command):
    """Sends the draft to the decider that was shown. `number` is the E-n that it was going to be."""

    draft: Draft
    decider: str
    number: int


@dataclass(frozen=True)
class Acknowledge(Command):
    """I'll take it: stops the nudges for a while, not the clock."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class OpenEscalationForm(Command):
    """Opens the form of an action that needs words: decide, delegate, decline, ask, more time, withdraw."""

    escalation_id: str
    step: int
    action: Action


@dataclass(frozen=True)
class Decide(FormCommand):
    """Choice (or own words), rationale, conditions."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class Delegate(FormCommand):
    """To whom, and why."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class Decline(FormCommand):
    """Why it is not theirs to decide."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class AskInfo(FormCommand):
    """Whom, and what."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class OpenGiveInfo(Command):
    """Opens the form to answer. `number` counts the questions of the escalation from 0."""

    escalation_id: str
    number: int


@dataclass(frozen=True)
class GiveInfo(FormCommand):
    """The answer."""

    escalation_id: str
    number: int


@dataclass(frozen=True)
class MoreTime(FormCommand):
    """Until when, and why."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class Withdraw(FormCommand):
    """Why it is not needed any more."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class NextNow(Command):
    """To the next level at once, without waiting for the time limit."""

    escalation_id: str
    step: int


@dataclass(frozen=True)
class ShowEscalation(Command):
    """The card as it is now, with the whole history; private."""

    escalation_id: str


@dataclass(frozen=True)
class ListEscalations(Command):
    """The open escalations of the channel's project, or of all projects one is in; private."""

    channel: str | None = None


@dataclass(frozen=True)
class ClimbDue(Command):
    """The clock's: whatever is due for this escalation, one thing at a time."""

    escalation_id: str


@dataclass(frozen=True)
class SkipGone(Command):
    """The clock's: this person has no working account any more; whatever waits for them goes on."""

    person_id: str
