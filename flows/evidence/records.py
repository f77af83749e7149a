"""Evidence that somebody has promised or owes, and its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from flows.files import SharedFile


class EvidenceState(StrEnum):
    """Legal moves are in `TRANSITIONS`; a test checks that the table is total."""

    UNNAMED = "nobody named"
    """The facilitator is asked to name who gives it."""
    ASKED = "asked for"
    PROMISED = "promised"
    DECLINED = "declined"
    GIVEN = "given, not looked at yet"
    ACCEPTED = "accepted"
    """By every function that asked for it."""
    REJECTED = "rejected"
    """The provider is asked again."""
    DROPPED = "not needed any more"


_S = EvidenceState
TRANSITIONS: dict[EvidenceState, frozenset[EvidenceState]] = {
    _S.UNNAMED: frozenset({_S.ASKED, _S.DROPPED}),
    _S.ASKED: frozenset({_S.ASKED, _S.PROMISED, _S.DECLINED, _S.GIVEN, _S.DROPPED}),
    _S.PROMISED: frozenset({_S.ASKED, _S.DECLINED, _S.GIVEN, _S.DROPPED}),
    _S.DECLINED: frozenset({_S.ASKED, _S.PROMISED, _S.GIVEN, _S.DROPPED}),
    _S.GIVEN: frozenset({_S.GIVEN, _S.ACCEPTED, _S.REJECTED, _S.DROPPED}),
    _S.ACCEPTED: frozenset({_S.GIVEN, _S.ACCEPTED, _S.REJECTED, _S.DROPPED}),
    _S.REJECTED: frozenset({_S.ASKED, _S.DECLINED, _S.GIVEN, _S.ACCEPTED, _S.REJECTED, _S.DROPPED}),
    _S.DROPPED: frozenset({_S.UNNAMED, _S.ASKED}),
}
"""What is not needed any more begins anew when somebody asks for it again."""

OVER = frozenset({_S.ACCEPTED, _S.DROPPED})
NAMEABLE = frozenset({_S.UNNAMED, _S.ASKED, _S.PROMISED, _S.DECLINED, _S.REJECTED})
"""In which somebody else can be named to give it."""


@dataclass(frozen=True)
class Given:
    """One version of what was given; never changed, only followed by a newer one.

    `hash`: SHA-256 in hex, of the bytes of `file` where the chat handed them out, else of what was written.
    """

    number: int
    link: str
    words: str
    by: str
    at: datetime
    hash: str
    file: SharedFile | None = None


def content_hash(link: str, words: str) -> str:
    """SHA-256 of what was given: the link, a line break, the text, in UTF-8."""
    return sha256(f"{link}\n{words}".encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a function that asked says about one version; the last one counts.

    `function`: its id; "" in old records, where one verdict counted for all that asked.
    """

    number: int
    accepted: bool
    by: str
    at: datetime
    reason: str = ""
    function: str = ""


@dataclass(frozen=True)
class Declined:
    """Why the provider does not give it; `instead`: the day on which they could; `agreed`: ids of the functions
    for which that day is good."""

    by: str
    at: datetime
    reason: str
    instead: date | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A function says that the milestone is reached; `words`: what it says is done, where that is no milestone."""

    function: str
    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class Touched:
    """A red line that what was given touches. `label`: "RL-1"; `owner`: the function whose word it takes too."""

    label: str
    text: str
    owner: str


@dataclass(frozen=True)
class Obligation:
    """One piece of evidence that is owed. `id` is "project/EV-n"; `found`: the fingerprint of the need, so that it is
    known again when answers change.

    `functions`: who asks, in the project's order. `provider`: a function's or a person's id, "" while nobody is named;
    `person_id`: that id where it is a person's. `wished`: from whom, in words, where that is neither. `due`: the last
    day. `since`: when its state began; `due_at`: when the clock looks. `touches`: the red lines of the newest version.
    """

    id: str
    project_id: str
    number: int
    found: str
    what: str
    functions: tuple[str, ...]
    since: datetime
    provider: str = ""
    person_id: str | None = None
    wished: str = ""
    due: date | None = None
    milestone: str | None = None
    form: str = ""
    state: EvidenceState = EvidenceState.UNNAMED
    declined: Declined | None = None
    given: tuple[Given, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    claims: tuple[Claim, ...] = ()
    agreed_due: date | None = None
    due_at: datetime | None = None
    touches: tuple[Touched, ...] = ()

    @property
    def label(self) -> str:
        """What people call it: "EV-3"."""
        return f"EV-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state not in OVER

    @property
    def stands(self) -> str:
        """Its state in words, inside a sentence."""
        return "given, not accepted by all yet" if self.state is EvidenceState.GIVEN else self.state.value

    @property
    def other_day(self) -> date | None:
        """The day on which who declined it could give it."""
        return self.declined.instead if self.declined else None

    @property
    def last_day(self) -> date | None:
        """The day that holds: another one that was agreed since, or the one that was asked for."""
        return self.agreed_due or self.due
