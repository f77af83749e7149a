"""What people can do about evidence, and what the clock does."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class ListEvidence(Command):
    """`/align evidence`: what proof is owed, by whom and until when. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ShowEvidence(Command):
    """One of them in full, with every version that was given; private."""

    evidence_id: str


@dataclass(frozen=True)
class PromiseEvidence(Command):
    """Yes, I give it by that day."""

    evidence_id: str


@dataclass(frozen=True)
class OpenDecline(Command):
    """Opens the form: I cannot, or not by that day."""

    evidence_id: str


@dataclass(frozen=True)
class DeclineEvidence(FormCommand):
    """I cannot, because; perhaps on another day."""

    evidence_id: str


@dataclass(frozen=True)
class TakeOtherDay(Command):
    """For the function that asked: that other day is good."""

    evidence_id: str


@dataclass(frozen=True)
class OpenNameProvider(Command):
    """Opens the form: who gives it?"""

    evidence_id: str


@dataclass(frozen=True)
class NameProvider(FormCommand):
    """The facilitator or the sponsor names who gives it."""

    evidence_id: str


@dataclass(frozen=True)
class OpenGive(Command):
    """Opens the form for a link or a text."""

    evidence_id: str


@dataclass(frozen=True)
class GiveEvidence(FormCommand):
    """Here it is. `version`: how many versions there were when the form was opened."""

    evidence_id: str
    version: int


@dataclass(frozen=True)
class AcceptEvidence(Command):
    """For a function that asked: this version is what we need."""

    evidence_id: str
    version: int


@dataclass(frozen=True)
class OpenReject(Command):
    """Opens the form: why it is not enough."""

    evidence_id: str
    version: int


@dataclass(frozen=True)
class RejectEvidence(FormCommand):
    """For a function that asked: it is not enough, because."""

    evidence_id: str
    version: int


@dataclass(frozen=True)
class ClaimDone(Command):
    """`/align done MILESTONE`: a function says that it is reached; or what else is done, in about the words of the
    proof that was asked for it."""

    channel: str | None
    milestone: str


@dataclass(frozen=True)
class EvidenceDue(Command):
    """The clock: somebody is to be reminded."""

    evidence_id: str
