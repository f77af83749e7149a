"""What people can ask of a proposal, and what the clock does."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.consent.records import Stance


@dataclass(frozen=True)
class ShowProposal(Command):
    """A proposal as it stands; private."""

    proposal_id: str


@dataclass(frozen=True)
class StartSenseCheck(Command):
    """The draft goes to every function: does it make sense? Also takes a lapsed one up again."""

    proposal_id: str
    version: int


@dataclass(frozen=True)
class MakesSense(Command):
    """Nothing is unclear or missing, says the function."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class OpenRemark(Command):
    """Opens the form to say what is unclear or missing."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class GiveRemark(FormCommand):
    """What is unclear or missing."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class OpenAnswer(Command):
    """Opens the form to answer what a function finds unclear."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class AnswerRemark(FormCommand):
    """What who proposed it, or who runs the project, says to that."""

    proposal_id: str
    version: int
    function: str


@dataclass(frozen=True)
class StartConsent(Command):
    """The sense check is over: every function is asked for its consent. While something is unclear, only who runs the
    project asks for it."""

    proposal_id: str
    version: int


@dataclass(frozen=True)
class SayStance(Command):
    """Consent or abstention, by one press."""

    proposal_id: str
    version: int
    function: str
    stance: Stance


@dataclass(frozen=True)
class OpenStance(Command):
    """Opens the form for a reservation or an objection, which need reasons."""

    proposal_id: str
    version: int
    function: str
    stance: Stance


@dataclass(frozen=True)
class GiveStance(FormCommand):
    """A reservation with its reason, or an objection with its reason and a fix."""

    proposal_id: str
    version: int
    function: str
    stance: Stance


@dataclass(frozen=True)
class WithdrawProposal(Command):
    """It is not proposed any more."""

    proposal_id: str
    version: int


@dataclass(frozen=True)
class CheckMinority(Command):
    """On its day: did what the function predicted come true?"""

    proposal_id: str
    function: str
    came_true: bool


@dataclass(frozen=True)
class ProposalDue(Command):
    """The clock: something about this proposal is due."""

    proposal_id: str
