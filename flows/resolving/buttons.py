"""What each reader of a contradiction's card can press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.escalations.hold_cards import hold_buttons
from flows.escalations.holds import speakers
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
from flows.resolving.records import CONSENT, DECIDING, LiveContradiction, LiveState, Way
from flows.resolving.rungs import owners, speaks_for
from flows.resolving.verdicts import undecided

MOST = 5


def buttons(contradiction: LiveContradiction, cast: Cast, reader: str | None, now: datetime) -> tuple[Button, ...]:
    """At most five, the most wanted first; none in a channel."""
    if reader is None or not contradiction.is_live:
        return ()
    return tuple(_all(contradiction, cast, reader, now))[:MOST]


def _all(contradiction: LiveContradiction, cast: Cast, reader: str, now: datetime) -> Iterator[Button]:
    party = None if contradiction.hidden else rules.side_of(contradiction, cast, reader)
    if party is not None:
        yield from _answers(contradiction, cast, reader, now)
    for hold in contradiction.holds:
        if hold.blocks and reader in speakers(hold, cast):
            yield from hold_buttons(undecided(contradiction, cast, now), hold)
    if contradiction.state is LiveState.CLARIFYING and party is not None:
        for side in dict.fromkeys(number for number, _ in speaks_for(contradiction, cast, reader)):
            yield from _private(contradiction, cast, side, reader, now)
        if contradiction.suggestion is None:
            yield Button(
                "No real contradiction", OpenSuggestion(contradiction.id, Way.DEFINITION), about=contradiction.label
            )
    if contradiction.state is LiveState.OPEN:
        mine = reader in owners(contradiction, cast, now)
        yield from _open(contradiction, cast, party, now, mine=mine)


def _answers(contradiction: LiveContradiction, cast: Cast, reader: str, now: datetime) -> Iterator[Button]:
    """To a suggestion that waits for a function of the reader."""
    suggestion = contradiction.suggestion
    mine = rules.functions_of(contradiction, cast, reader, now)
    if suggestion is not None and any(each not in suggestion.yes for each in mine):
        key = (contradiction.id, suggestion.number)
        yield Button("Yes, that settles it", AgreeToSuggestion(*key), Style.PRIMARY, contradiction.label)
        yield Button("No", RefuseSuggestion(*key), about=Phrase("to {label}", label=contradiction.label))


def _private(contradiction: LiveContradiction, cast: Cast, party: int, reader: str, now: datetime) -> Iterator[Button]:
    """What the reader's functions on that side have not said back, then the first thing that was said back to them."""
    about = contradiction.label
    mine = rules.functions_of(contradiction, cast, reader, now, party)
    if any(each in mine for each in rules.to_say_back(contradiction, cast, party)):
        yield Button("Say it back", OpenSayBack(contradiction.id, party), Style.PRIMARY, about)
    for said in rules.to_confirm(contradiction, party)[:1]:
        key = (contradiction.id, contradiction.before(party), said.function)
        yield Button("Yes, that is it", ConfirmSaidBack(*key), Style.PRIMARY, about)
        yield Button("Not quite", OpenCorrection(*key), about=about)


def _open(
    contradiction: LiveContradiction, cast: Cast, party: int | None, now: datetime, *, mine: bool
) -> Iterator[Button]:
    about = contradiction.label
    disputed = contradiction.rule == CONSENT
    if mine and contradiction.rung in DECIDING:
        verdict = (contradiction.id, contradiction.rung)
        yield Button("Decide", OpenVerdict(*verdict, Way.DECISION), Style.PRIMARY, about)
        if not disputed:
            yield Button("Accept as it is", OpenVerdict(*verdict, Way.ACCEPTED), about=about)
    if contradiction.suggestion is None and (mine or party is not None) and not contradiction.hidden:
        yield Button("Suggest a condition", OpenSuggestion(contradiction.id, Way.CONDITION), about=about)
    if mine and rules.somebody_above(contradiction, cast, now):
        yield Button("Next level now", PassUp(contradiction.id, contradiction.rung), about=about)


def show_button(contradiction: LiveContradiction) -> Button:
    """Opens the card in private."""
    return Button("Show", ShowContradiction(contradiction.id), about=contradiction.label)
