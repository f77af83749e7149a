"""What whoever's turn it is can decide: the options that they, and the functions with a word in it, are shown.

Of a contradiction that each side's view holds, or that both stand; of a proposal that three rounds of consent did not
settle, that it holds as proposed or is withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flows.decisions.cast import Cast
from flows.escalations.records import Option, Urgency
from flows.holds.records import Hold, Word
from flows.questionnaires.wording import shortened
from flows.resolving.records import CONSENT, LiveContradiction, LiveState, Suggestion, Way
from flows.resolving.rungs import owners

HOLDS = Option("a", "It holds as proposed")
"""The option that makes a proposal the agreed one."""
FALLS = Option("b", "It does not hold, and is withdrawn")
BOTH = "Both views stand as they are"
AGREED = "Under this condition"
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
        _as_they_stand(contradiction),
        owners(contradiction, cast, now)[0],
        contradiction.is_live,
    )


def _as_they_stand(contradiction: LiveContradiction) -> tuple[Hold, ...]:
    """A veto that was given before a condition was suggested holds for it, too: it could say the same."""
    suggestion = contradiction.suggestion
    if suggestion is None or not has_to_be_heard(contradiction):
        return contradiction.holds
    covered = option_of(suggestion).id
    return tuple(
        replace(hold, options=(*hold.options, covered))
        if hold.word is Word.VETO and _before(hold, suggestion)
        else hold
        for hold in contradiction.holds
    )


def _before(hold: Hold, suggestion: Suggestion) -> bool:
    return hold.at is not None and hold.at < suggestion.at


def has_to_be_heard(contradiction: LiveContradiction) -> bool:
    """Whether the suggestion on the table settles something that others have a word in: a condition, or a proposal."""
    suggestion = contradiction.suggestion
    if suggestion is None or contradiction.state is not LiveState.OPEN:
        return False
    return suggestion.way is Way.CONDITION or contradiction.rule == CONSENT


def option_of(suggestion: Suggestion) -> Option:
    """What is suggested, as one of the options. Each has an id of its own, so that a veto means that one only."""
    return Option(f"s{suggestion.number}", f"{AGREED}: {shortened(suggestion.words, LONGEST_QUOTE)}")


def makes_it_hold(option: str) -> bool:
    """Whether a proposal is the agreed one by that option (its id): as proposed, or under what was suggested."""
    return option == HOLDS.id or option.startswith("s")


def question(contradiction: LiveContradiction) -> str:
    """What is to be decided."""
    if contradiction.rule == CONSENT:
        return f"{contradiction.matter}: does it hold as proposed?"
    return contradiction.openly


def options(contradiction: LiveContradiction, cast: Cast) -> tuple[Option, ...]:
    """The ways to decide it, the first one being "a": each view, that all stand, and what is suggested, if anything.

    Nobody is named or quoted who did not say it to everybody.
    """
    suggested = contradiction.suggestion if has_to_be_heard(contradiction) else None
    more = () if suggested is None else (option_of(suggested),)
    if contradiction.rule == CONSENT:
        return HOLDS, FALLS, *more
    names = {function.id: function.name for function in cast.project.functions}
    found = []
    for party in contradiction.parties:
        openly = dict.fromkeys(quote.function for quote in party.quotes) if contradiction.hidden else party.functions
        said = [names.get(each, each) for each in openly]
        words = f": {shortened(party.quotes[0].text, LONGEST_QUOTE)}" if party.quotes else ""
        found.append(f"As {', '.join(said)} {'says' if len(said) == 1 else 'say'}{words}" if said else IN_CONFIDENCE)
    return *(Option(letter, text) for letter, text in zip(LETTERS, (*found, BOTH), strict=False)), *more


def to_decide(contradiction: LiveContradiction, cast: Cast) -> tuple[Option, ...]:
    """Those that decide it; that both views stand is accepted by name instead."""
    return tuple(each for each in options(contradiction, cast) if each.text != BOTH)


def both_stand(contradiction: LiveContradiction, cast: Cast) -> Option:
    """That both views stand."""
    return next(each for each in options(contradiction, cast) if each.text == BOTH)


def tradeoff(contradiction: LiveContradiction) -> str:
    """What kind of decision it is: the two axes or the matter, and for a proposal what is proposed ("goal")."""
    if contradiction.rule == CONSENT:
        return contradiction.subject.rsplit("/", 2)[-2]
    return contradiction.subject
