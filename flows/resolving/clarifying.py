"""In private: what does the other side need? Is it a contradiction at all?

Looks: list_contradictions, show_contradiction, open_say_back, open_correction. Changes: say_back, confirm_said_back,
correct_said_back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import NotAllowed, NotFound, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.messages import Block, Buttons, Header, Items, Message, Note, Text
from flows.phrases import Count, Instant, Listing, Phrase, Quote
from flows.projects.membership import project_here
from flows.resolving import cards, holding, rules
from flows.resolving.buttons import show_button
from flows.resolving.commands import (
    ConfirmSaidBack,
    CorrectSaidBack,
    ListContradictions,
    OpenCorrection,
    OpenSayBack,
    SayBack,
    ShowContradiction,
)
from flows.resolving.disputed import proposed
from flows.resolving.keeping import Tracked, Watched
from flows.resolving.loading import load, load_as_party
from flows.resolving.records import LiveContradiction, LiveState, SaidBack
from flows.resolving.rungs import speaks_for
from flows.rounds.records import Round

LONGEST = 1000
SHOWN = 5
"""How many of a list have a button of their own."""


class Rounds(Protocol):
    def where(self, *, project_id: str) -> Sequence[Round]: ...


class Compared(Tracked, Protocol):
    """Contradictions, and the rounds in which answers are compared."""

    @property
    def rounds(self) -> Rounds: ...


def list_contradictions(records: Compared, actor: Actor, command: ListContradictions, now: datetime) -> Effects:
    """Those that are open in the project of this channel, and those that wait for the actor in private.

    While a round is open it says when its answers are compared, and gives no number before the first ones are told.
    """
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    mine = [each for each in records.contradictions.where(project_id=cast.project.id) if _may_see(each, cast, actor)]
    live = [each for each in mine if each.is_live]
    title = Phrase("{count} open", count=Count(len(live), "contradiction is", "contradictions are"))
    later = _not_yet(records, cast, now)
    if later is not None and not mine:
        return Effects(reply=Message(later, (Text(later),)))
    blocks: list[Block] = [Header(title)]
    if live:
        blocks += [Items(cards.lines(live, cast, now)), Buttons(tuple(show_button(each) for each in live[:SHOWN]))]
    else:
        blocks.append(Text("Nothing that two functions said waits to be settled."))
    if later is not None:
        blocks.append(Note(later))
    return Effects(reply=Message(title, tuple(blocks)))


def _not_yet(records: Compared, cast: Cast, now: datetime) -> Phrase | None:
    """When contradictions are shown, where answers are not compared yet; None once the latest round is closed."""
    newest = max(records.rounds.where(project_id=cast.project.id), key=lambda each: each.number, default=None)
    if newest is None:
        return Phrase("The functions have not been asked yet. Contradictions are shown when their round is closed.")
    if not newest.is_open:
        return None
    if now < newest.deadline:
        return Phrase(
            "Answers are compared when the round is closed: on {at}, or as soon as all are in. "
            "Contradictions are shown then.",
            at=Instant(newest.deadline, cast.project.zone),
        )
    return Phrase("The round is still open: not everybody has answered. Contradictions are shown when it is closed.")


def _may_see(contradiction: LiveContradiction, cast: Cast, actor: Actor) -> bool:
    return contradiction.opened_at is not None or rules.side_of(contradiction, cast, actor.person_id) is not None


def show_contradiction(records: Watched, actor: Actor, command: ShowContradiction, now: datetime) -> Effects:
    """The card with what the reader may do."""
    contradiction, cast = load(records, actor, command.contradiction_id)
    about = proposed(records, contradiction, cast)
    return Effects(reply=cards.card_of(contradiction, cast, actor.person_id, now, about=about))


def open_say_back(records: Tracked, actor: Actor, command: OpenSayBack, now: datetime) -> Effects:
    """The form: in your own words, what do they need?"""
    contradiction, _, party, _ = _clarifying(records, actor, command.contradiction_id, command.party, now)
    quotes = contradiction.parties[contradiction.other(party)].quotes[: cards.FIRST_QUOTES]
    said = Listing(tuple(Quote(quote.text) for quote in quotes))
    fields = (
        Section("What they said", Phrase("{words}", words=said) if quotes else Phrase(contradiction.openly)),
        TextField(
            "words",
            "In your own words: what do they need?",
            hint="Not what you would answer. They tell you whether you got it right.",
            required=True,
            multiline=True,
            limit=LONGEST,
        ),
    )
    return Effects(reply=Form("Say it back", SayBack(contradiction.id, party), fields))


def say_back(records: Watched, actor: Actor, command: SayBack, now: datetime) -> Effects:
    """It goes to the other side, who say whether that is it."""
    contradiction, cast, party, function = _clarifying(records, actor, command.contradiction_id, command.party, now)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please say in your own words what they need.") or ""
    filled.check()
    after = rules.said_back(contradiction, party, SaidBack(words, actor.person_id, now, function=function), cast)
    return _kept(records, cast, after, actor, now=now, told="The other side sees it and answers whether that is it.")


def confirm_said_back(records: Watched, actor: Actor, command: ConfirmSaidBack, now: datetime) -> Effects:
    """Yes, that is what we need. Once each side is understood and it still stands, it is opened for everybody."""
    contradiction, cast, said = _answering(records, actor, command)
    after = rules.said_back(contradiction, command.party, replace(said, confirmed=True), cast)
    return _kept(records, cast, after, actor, now=now, told="Thank you.")


def open_correction(records: Tracked, actor: Actor, command: OpenCorrection, now: datetime) -> Effects:  # noqa: ARG001
    """The form: it is not quite that."""
    contradiction, _, said = _answering(records, actor, command)
    fields = (
        Section("They understood", Phrase("{words}", words=Quote(said.words))),
        TextField("words", "What is it that you need?", required=True, multiline=True, limit=LONGEST),
    )
    return Effects(reply=Form("Not quite", CorrectSaidBack(contradiction.id, command.party, said.function), fields))


def correct_said_back(records: Watched, actor: Actor, command: CorrectSaidBack, now: datetime) -> Effects:
    """What they need in their own words; both sides see it."""
    contradiction, cast, said = _answering(records, actor, command)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please say what it is that you need.") or ""
    filled.check()
    after = rules.said_back(contradiction, command.party, replace(said, confirmed=False, correction=words), cast)
    return _kept(records, cast, after, actor, now=now, told="Thank you. The other side sees it.")


def _clarifying(
    records: Tracked, actor: Actor, contradiction_id: str, party: int, now: datetime
) -> tuple[LiveContradiction, Cast, int, str]:
    """For a function of that side, which has not said back yet where there is one. Raises NotAllowed for others."""
    contradiction, cast, _ = load_as_party(records, actor, contradiction_id)
    mine = rules.functions_of(contradiction, cast, actor.person_id, now, party)
    if not mine:
        raise NotAllowed("This is for the other side to say. Please use the buttons on your own card.")
    if contradiction.state is not LiveState.CLARIFYING:
        raise rules.since(contradiction, cast)
    silent = [each for each in rules.to_say_back(contradiction, cast, party) if each in mine]
    said = next((each for each in contradiction.parties[party].said if each.function == mine[0]), None)
    if not silent and said is not None and said.confirmed is not None:
        raise WrongState("The other side has answered it already: {words}", words=Quote(said.words))
    return contradiction, cast, party, silent[0] if silent else mine[0]


def _answering(
    records: Tracked, actor: Actor, command: ConfirmSaidBack | OpenCorrection | CorrectSaidBack
) -> tuple[LiveContradiction, Cast, SaidBack]:
    """For the side that was said back. Raises NotAllowed, NotFound, WrongState."""
    contradiction, cast, _ = load_as_party(records, actor, command.contradiction_id)
    if not 0 <= command.party < len(contradiction.parties):
        raise NotFound("Nothing was said back here yet.")
    sides = {number for number, _ in speaks_for(contradiction, cast, actor.person_id)}
    if contradiction.other(command.party) not in sides:
        raise NotAllowed("Only the side whose need it is can say whether that is it.")
    there = contradiction.parties[command.party].said
    said = next((each for each in there if each.function == command.function or not command.function), None)
    if said is None:
        raise NotFound("Nothing was said back here yet.")
    if contradiction.state is not LiveState.CLARIFYING or said.confirmed is not None:
        raise WrongState("This was answered already. {label} shows how.", label=contradiction.label)
    return contradiction, cast, said


def _kept(records: Watched, cast: Cast, after: LiveContradiction, actor: Actor, *, now: datetime, told: str) -> Effects:
    """With the card as it is now, so that whoever answered can go on."""
    before = after
    if rules.is_clear(after, cast):
        after = rules.open_it(after, cast, now)
        told = f"{told} Both sides understand each other and it still stands, so it is open to everybody now."
    effects = holding.moved(records, before, after, cast, now)
    card = cards.card_of(records.contradictions.get(after.id), cast, actor.person_id, now)
    return replace(effects, reply=Message(told, (Text(told), *card.blocks)))
