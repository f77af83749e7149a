"""A contradiction that people work on, its states, and the resolution ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.contradictions.findings import QuotedAnswer, Strength
from flows.holds.records import Hold
from flows.phrases import Phrase


class LiveState(StrEnum):
    """Legal moves are in `TRANSITIONS`; a test checks that the table is total."""

    CLARIFYING = "clarifying"
    """Both sides are asked in private whether it is one; nobody else has seen it."""
    OPEN = "open"
    RESOLVED = "resolved"
    ACCEPTED = "accepted as it is"
    FALSE_ALARM = "no contradiction"


_S = LiveState
TRANSITIONS: dict[LiveState, frozenset[LiveState]] = {
    _S.CLARIFYING: frozenset({_S.OPEN, _S.RESOLVED, _S.FALSE_ALARM}),
    _S.OPEN: frozenset({_S.OPEN, _S.RESOLVED, _S.ACCEPTED, _S.FALSE_ALARM}),
    _S.RESOLVED: frozenset({_S.CLARIFYING}),
    _S.ACCEPTED: frozenset({_S.CLARIFYING, _S.RESOLVED}),
    _S.FALSE_ALARM: frozenset({_S.CLARIFYING}),
}
"""What is over begins anew when changed answers contradict each other again."""

LIVE = frozenset({_S.CLARIFYING, _S.OPEN})


class Rung(StrEnum):
    """Whose it is to settle, from the two sides upwards; each for a time."""

    BILATERAL = "the two sides"
    FACILITATOR = "the facilitator"
    DECIDER = "the decider"
    DEPUTY = "the deputy"
    SPONSOR = "the sponsor"
    BACKUP = "the back-up"


LADDER = tuple(Rung)
DECIDING = LADDER[2:]
"""The rungs that end it: they decide, or accept it by name. The same people in the same order as for an escalation."""
CONSENT = "consent"
"""In place of the rule that found it: a proposal that three rounds of consent did not settle."""


class Way(StrEnum):
    """How it was settled."""

    ANSWER = "an answer was changed"
    CONDITION = "a condition was agreed"
    DECISION = "it was decided"
    ACCEPTED = "it is accepted as it is"
    DEFINITION = "it was a false alarm"
    WITHDRAWN = "the proposal was withdrawn"


@dataclass(frozen=True)
class SaidBack:
    """What a function of one side says the other side needs, and whether the other finds itself in it.

    `confirmed`: None until they say so; `correction`: in their own words, where it was not quite that.
    """

    words: str
    by: str
    at: datetime
    confirmed: bool | None = None
    correction: str = ""
    function: str = ""


@dataclass(frozen=True)
class Party:
    """One side: its functions, what they said that everybody may read, and what each says back of the next side."""

    functions: tuple[str, ...]
    quotes: tuple[QuotedAnswer, ...]
    said: tuple[SaidBack, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A way to settle it that somebody suggests: it holds once every function of every side has said yes.

    `way`: CONDITION or DEFINITION. `yes`: the functions that said so. `number` counts the suggestions.
    """

    way: Way
    words: str
    by: str
    at: datetime
    yes: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Settled:
    """How it ended: in which way, by whom ("accord" where an answer changed), and in which words.

    `option`: the id of the one that was decided, where it was decided.
    """

    way: Way
    by: str
    at: datetime
    words: str = ""
    decision_id: str | None = None
    option: str = ""


@dataclass(frozen=True)
class Step:
    """One line of its history: it came to this rung then, passed one over, or something was refused. `why`: ours."""

    what: str
    at: datetime
    by: str
    words: str = ""
    why: Phrase | None = None


@dataclass(frozen=True)
class LiveContradiction:
    """A contradiction that people work on. `id` is "project/C-n"; `found`: the finding's id, "R1:production_stop".

    `openly`: what it is about in words for everybody; `hidden`: an answer in it is not for everybody, so that nothing
    is quoted and the facilitator begins. `print`: of the quotes, so that changed answers are noticed. `thread`: the
    post under which it is opened. `until`: when the rung or the private time is over; `nudged`: in it, who is silent
    was reminded. `due_at`: when the clock looks. `holds`: functions that have a word before it is decided. `again_at`:
    at the top of the ladder, when whoever has it is asked again. `in_channel`: it was opened once, so
    that everybody has its card; while it begins anew in private, that card says so and nothing else.
    """

    id: str
    project_id: str
    number: int
    found: str
    matter: str
    openly: str
    kind: Strength
    parties: tuple[Party, ...]
    found_at: datetime
    print: str
    thread: str = ""
    hidden: bool = False
    state: LiveState = LiveState.CLARIFYING
    rung: Rung = Rung.BILATERAL
    until: datetime | None = None
    opened_at: datetime | None = None
    nudged: bool = False
    suggestion: Suggestion | None = None
    suggestions: int = 0
    settled: Settled | None = None
    history: tuple[Step, ...] = ()
    due_at: datetime | None = None
    holds: tuple[Hold, ...] = ()
    again_at: datetime | None = None
    in_channel: bool = False

    @property
    def label(self) -> str:
        """What people call it: "C-3"."""
        return f"C-{self.number}"

    @property
    def at_the_top(self) -> bool:
        """Whether nobody stands above who has it: no time ends, and they are asked again and again."""
        return self.state is LiveState.OPEN and self.until is None

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in LIVE

    @property
    def is_open(self) -> bool:
        """The same for the functions that have a word in it before it is decided."""
        return self.is_live

    @property
    def rule(self) -> str:
        """The rule that found it."""
        return self.found.partition(":")[0]

    @property
    def subject(self) -> str:
        """What the rule found it on: a risk, a tradeoff, a measure, a milestone."""
        return self.found.partition(":")[2]

    def other(self, party: int) -> int:
        """The side that this one says back: the next, and the first after the last."""
        return (party + 1) % len(self.parties)

    def before(self, party: int) -> int:
        """The side that says this one back."""
        return (party - 1) % len(self.parties)
