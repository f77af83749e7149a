"""What people can do about a contradiction, and what the clock does."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.resolving.records import Rung, Way


@dataclass(frozen=True)
class ListContradictions(Command):
    """`/align contradictions`: those that are open, with their age and whose turn it is. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ShowContradiction(Command):
    """One of them in full; private."""

    contradiction_id: str


@dataclass(frozen=True)
class OpenSayBack(Command):
    """Opens the form: in your own words, what do they need?"""

    contradiction_id: str
    party: int


@dataclass(frozen=True)
class SayBack(FormCommand):
    """What the other side needs, in one's own words."""

    contradiction_id: str
    party: int


@dataclass(frozen=True)
class ConfirmSaidBack(Command):
    """Yes, that is what we need. `party`, `function`: the side and the function that said it."""

    contradiction_id: str
    party: int
    function: str = ""


@dataclass(frozen=True)
class OpenCorrection(Command):
    """Opens the form: it is not quite that. `party`, `function`: who said it."""

    contradiction_id: str
    party: int
    function: str = ""


@dataclass(frozen=True)
class CorrectSaidBack(FormCommand):
    """What we need, in our words. `party`, `function`: who said something else."""

    contradiction_id: str
    party: int
    function: str = ""


@dataclass(frozen=True)
class OpenSuggestion(Command):
    """Opens the form for a condition (CONDITION) or for saying that it is no contradiction (DEFINITION)."""

    contradiction_id: str
    way: Way


@dataclass(frozen=True)
class SuggestWay(FormCommand):
    """The condition under which both can live with it, or the reason why it is no contradiction."""

    contradiction_id: str
    way: Way


@dataclass(frozen=True)
class AgreeToSuggestion(Command):
    """Yes, for my side. `number`: the suggestion that was read."""

    contradiction_id: str
    number: int


@dataclass(frozen=True)
class RefuseSuggestion(Command):
    """No, for my side."""

    contradiction_id: str
    number: int


@dataclass(frozen=True)
class OpenVerdict(Command):
    """Opens the form of whose turn it is: decide it, or accept it as it is."""

    contradiction_id: str
    rung: Rung
    way: Way


@dataclass(frozen=True)
class GiveVerdict(FormCommand):
    """Decided, or accepted as it is, with the reason. `read`: of which answers (their print) the form told."""

    contradiction_id: str
    rung: Rung
    way: Way
    read: str = ""


@dataclass(frozen=True)
class PassUp(Command):
    """The next level now."""

    contradiction_id: str
    rung: Rung


@dataclass(frozen=True)
class ContradictionDue(Command):
    """The clock: the private time or a rung is over, or somebody is to be reminded."""

    contradiction_id: str
