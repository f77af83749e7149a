"""What whoever's turn it is can decide: the options that they, and the functions with a word in it, are shown.

Of a contradiction that each side's view holds, or that both stand; of a proposal that three rounds of consent did not
settle, that it holds as proposed or is withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.decisions.cast import Cast
from flows.escalations.records import Option, Urgency
from flows.holds.records import Hold
from flows.questionnaires.wording import shortened
from flows.resolving.records import CONSENT, LiveContradiction
from flows.resolving.rungs import owners

HOLDS = Option("a", "It holds as proposed")
"""The option that makes a proposal the agreed one."""
FALLS = Option("b", "It does not hold, and is withdrawn")
BOTH = "Both views stand as they are"
IN_CONFIDENCE = "As was said in confidence"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Undecided:
    """A contradiction as those are shown it who have a word in it before it is decided."""

    id: str
    project_id: str
    label: str
    question: str
    options: tuple[Option, ...]
    holds: tuple[Hold, ...]
    in_turn: str
    is_open: bool
    kind: str = "contradiction"
    urgency: Urgency = Urgency.NORMAL


def undecided(contradiction: LiveContradiction, cast: Cast, now: datetime) -> Undecided:
    """It as it is now."""
    return Undecided(
        contradiction.id,
        contradiction.project_id,
        contradiction.label,
        question(contradiction),
        options(contradiction, cast),
        contradiction.holds,
        owners(contradiction, cast, now)[0],
        contradiction.is_live,
    )


def question(contradiction: LiveContradiction) -> str:
    """What is to be decided."""
    if contradiction.rule == CONSENT:
        return f"{contradiction.matter}: does it hold as proposed?"
    return contradiction.openly


def options(contradiction: LiveContradiction, cast: Cast) -> tuple[Option, ...]:
    """The ways to decide it, the first one being "a"; of views that contradict each other the last is that both stand.

    Nobody is named or quoted who did not say it to everybody.
    """
    if contradiction.rule == CONSENT:
        return HOLDS, FALLS
    names = {function.id: function.name for function in cast.project.functions}
    found = []
    for party in contradiction.parties:
        openly = dict.fromkeys(quote.function for quote in party.quotes) if contradiction.hidden else party.functions
        said = [names.get(each, each) for each in openly]
        words = f": {shortened(party.quotes[0].text, LONGEST_QUOTE)}" if party.quotes else ""
        found.append(f"As {', '.join(said)} {'says' if len(said) == 1 else 'say'}{words}" if said else IN_CONFIDENCE)
    return tuple(Option(letter, text) for letter, text in zip(LETTERS, (*found, BOTH), strict=False))


def tradeoff(contradiction: LiveContradiction) -> str:
    """What kind of decision it is: the two axes or the matter, and for a proposal what is proposed ("goal")."""
    if contradiction.rule == CONSENT:
        return contradiction.subject.rsplit("/", 2)[-2]
    return contradiction.subject
