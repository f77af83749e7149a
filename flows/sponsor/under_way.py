"""What is asked for now and is the sponsor's, or comes to them: options, whose turn it is, what functions have said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flows.charter.material import Material
from flows.escalations.records import Escalation, InfoRequest
from flows.holds.records import Hold
from flows.holds.wording import function_name, stands, voice_of
from flows.messages import Block, Header, Items
from flows.phrases import Instant, Listing, Phrase, Quote, Value
from flows.questionnaires.wording import shortened
from flows.resolving.records import LiveContradiction
from flows.resolving.rungs import owners
from flows.resolving.verdicts import options
from flows.sponsor.climbing import comes, is_with
from flows.sponsor.forecast_cards import SHOWN, sides_of


def under_way(
    found: Material, escalations: Sequence[Escalation], contradictions: Sequence[LiveContradiction], now: datetime
) -> Iterator[Block]:
    """One line for each."""
    lines = [_escalation(found, each) for each in escalations]
    lines += [_contradiction(found, each, now) for each in contradictions]
    if lines:
        more = [Phrase("and {n} more", n=len(lines) - SHOWN)] if len(lines) > SHOWN else []
        yield Header("Asked for now")
        yield Items((*lines[:SHOWN], *more))


def _escalation(found: Material, each: Escalation) -> Phrase:
    words = Phrase(
        "{label} {question} {options}: with {who} until {until}{comes}",
        options=Listing(tuple(Quote(shortened(option.text)) for option in each.options), last="or"),
        label=each.label,
        question=Quote(shortened(each.question)),
        who=found.cast.who(each.turn.person_id),
        until=Instant(each.until, found.project.zone),
        comes=_comes(found, each),
    )
    if each.cost:
        words = Phrase("{words}; not deciding costs {cost}", words=words, cost=Quote(each.cost))
    return _with(words, (*_words(found, each.holds), *_answers(found, each.questions), *_first(found, each.tradeoff)))


def _contradiction(found: Material, each: LiveContradiction, now: datetime) -> Phrase:
    until: Value = Phrase(" until {at}", at=Instant(each.until, found.project.zone)) if each.until else ""
    words = Phrase(
        "{label} {matter}, {options}: with {who}{until}{comes}",
        label=each.label,
        matter=each.matter,
        options=Listing(tuple(Quote(option.text) for option in options(each, found.cast)), last="or"),
        who=found.cast.whos(owners(each, found.cast, now)),
        until=until,
        comes=_comes(found, each),
    )
    return _with(words, _words(found, each.holds))


def _comes(found: Material, each: Escalation | LiveContradiction) -> Value:
    """ ", and unless it is settled before it comes to Adam Wolski on Thu 26 Nov"; "" for what is with the sponsor."""
    at = comes(each, found.cast)
    if at is None or is_with(each, found.cast):
        return ""
    who = found.cast.who(found.project.sponsor)
    words = ", and unless it is settled before, it comes to {who} on {at}"
    return Phrase(words, who=who, at=Instant(at, found.project.zone))


def _with(words: Phrase, said: Iterable[Phrase]) -> Phrase:
    """The line, then what functions have said, each as a sentence of its own."""
    sentences = tuple(said)
    if sentences:
        words = Phrase("{words}.", words=words)
    for each in sentences:
        words = Phrase("{words} {said}", words=words, said=each)
    return words


def _words(found: Material, holds: Iterable[Hold]) -> Iterator[Phrase]:
    """Each function that has a word in it, and what it has said or by when it has to."""
    for hold in holds:
        yield Phrase("{voice}: {stands}", voice=voice_of(hold, found.cast), stands=stands(hold, found.cast))


def _answers(found: Material, questions: Iterable[InfoRequest]) -> Iterator[Phrase]:
    """What who recommends, or was asked for information, has answered."""
    answered = [each for each in questions if each.answer is not None]
    for each in answered:
        function = any(one.id == each.recommends for one in found.project.functions)
        who = function_name(found.cast, each.recommends) if function else found.cast.who(each.of)
        template = "{who} recommends: {words}." if each.recommends else "{who} says: {words}."
        yield Phrase(template, who=who, words=Quote(shortened(each.answer or "")))


def _first(found: Material, tradeoff: str) -> Iterator[Phrase]:
    sides = sides_of(found, tradeoff)
    if sides:
        yield Phrase("First comes {sides}.", sides=Listing(sides, last="and"))
