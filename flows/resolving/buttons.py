"""What each reader of a contradiction's card can press."""

from __future__ import annotations

from collections.abc import Iterator

from flows.decisions.cast import Cast
from flows.messages import Button, Style
from flows.phrases import Phrase
from flows.resolving import rules
from flows.resolving.commands import (
    AgreeToSuggestion,
    ConfirmSaidBack,
    OpenCorrection,
    OpenSayBack,
    OpenSuggestion,
    OpenVerdict,
    PassUp,
    RefuseSuggestion,
    ShowContradiction,
)
from flows.resolving.records import LiveContradiction, LiveState, Rung, Way

MOST = 5


def buttons(contradiction: LiveContradiction, cast: Cast, reader: str | None) -> tuple[Button, ...]:
    """At most five, the most wanted first; none in a channel."""
    if reader is None or not contradiction.is_live:
        return ()
    return tuple(_all(contradiction, cast, reader))[:MOST]


def _all(contradiction: LiveContradiction, cast: Cast, reader: str) -> Iterator[Button]:
    party = None if contradiction.hidden else rules.party_of(contradiction, cast, reader)
    if party is not None:
        yield from _answers(contradiction, party)
    if contradiction.state is LiveState.CLARIFYING and party is not None:
        yield from _private(contradiction, party)
    if contradiction.state is LiveState.OPEN:
        yield from _open(contradiction, party, mine=reader in rules.owners(contradiction, cast))


def _answers(contradiction: LiveContradiction, party: int) -> Iterator[Button]:
    """To a suggestion that waits for this side."""
    suggestion = contradiction.suggestion
    if suggestion is not None and party not in suggestion.agreed:
        key = (contradiction.id, suggestion.number)
        yield Button("Yes, that settles it", AgreeToSuggestion(*key), Style.PRIMARY, contradiction.label)
        yield Button("No", RefuseSuggestion(*key), about=Phrase("to {label}", label=contradiction.label))


def _private(contradiction: LiveContradiction, party: int) -> Iterator[Button]:
    about = contradiction.label
    if contradiction.parties[party].said_back is None:
        yield Button("Say it back", OpenSayBack(contradiction.id, party), Style.PRIMARY, about)
    for number, other in enumerate(contradiction.parties):
        said = other.said_back
        if said is not None and said.confirmed is None and contradiction.other(number) == party:
            yield Button("Yes, that is it", ConfirmSaidBack(contradiction.id, number), Style.PRIMARY, about)
            yield Button("Not quite", OpenCorrection(contradiction.id, number), about=about)
    if contradiction.suggestion is None:
        yield Button("No real contradiction", OpenSuggestion(contradiction.id, Way.DEFINITION), about=about)


def _open(contradiction: LiveContradiction, party: int | None, *, mine: bool) -> Iterator[Button]:
    about = contradiction.label
    if mine and contradiction.rung in (Rung.DECIDER, Rung.SPONSOR):
        verdict = (contradiction.id, contradiction.rung)
        yield Button("Decide", OpenVerdict(*verdict, Way.DECISION), Style.PRIMARY, about)
        yield Button("Accept as it is", OpenVerdict(*verdict, Way.ACCEPTED), about=about)
    if contradiction.suggestion is None and (mine or party is not None) and not contradiction.hidden:
        yield Button("Suggest a condition", OpenSuggestion(contradiction.id, Way.CONDITION), about=about)
    if mine and contradiction.rung is not Rung.SPONSOR:
        yield Button("Next level now", PassUp(contradiction.id, contradiction.rung), about=about)


def show_button(contradiction: LiveContradiction) -> Button:
    """Opens the card in private."""
    return Button("Show", ShowContradiction(contradiction.id), about=contradiction.label)
