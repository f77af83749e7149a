"""The parts that a decision right gives besides deciding: each on the card, and who recommends is asked at once.

Nobody waits for a recommendation: the decider may decide before, and it is passed on when it comes.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.decisions.voices import first_there
from flows.escalations.records import Escalation, InfoRequest
from flows.holds.wording import function_name
from flows.messages import Block, Quoted
from flows.phrases import Instant, Listing, Phrase, Value, Words
from flows.projects.records import DecisionRight

WHICH = "Which option do you recommend, and why?"


def rows(escalation: Escalation, cast: Cast) -> list[tuple[str, Words]]:
    """Who recommends, must agree, is consulted, carries it out and is informed; none where nobody is named."""
    right = find_right(cast.project, escalation.tradeoff)
    return [] if right is None else [(label, _names(names, cast)) for label, names in _parts(right) if names]


def _parts(right: DecisionRight) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("Recommends", right.recommend),
        ("Must agree", right.must_agree),
        ("Consulted", right.consulted),
        ("Carries it out", right.perform),
        ("Informed after", right.informed),
    )


def _names(named: tuple[str, ...], cast: Cast) -> Phrase:
    functions = {each.id for each in cast.project.functions}
    found: list[Value] = [function_name(cast, each) if each in functions else cast.who(each) for each in named]
    return Phrase("{names}", names=Listing(tuple(found)))


def with_recommenders(escalation: Escalation, cast: Cast, now: datetime) -> Escalation:
    """With a question to each who recommends and is there, whoever asks and whoever decides left out."""
    right = find_right(cast.project, escalation.tradeoff)
    out = {escalation.requester, escalation.turn.person_id}
    found: dict[str, str] = {}
    for named in right.recommend if right is not None else ():
        person = who_recommends(named, cast, now, out)
        if person:
            found.setdefault(person, named)
    asked = tuple(
        InfoRequest(person, WHICH, escalation.requester, now, escalation.until, timedelta(), 0, recommends=named)
        for person, named in found.items()
    )
    return replace(escalation, questions=(*escalation.questions, *asked)) if asked else escalation


def who_recommends(named: str, cast: Cast, now: datetime, out: Container[str]) -> str:
    """Who speaks for a function now, or the person who is named; none of `out`. "" for nobody."""
    function = next((each for each in cast.project.functions if each.id == named), None)
    people = (named,) if function is None else (function.representative, function.deputy)
    return first_there((each for each in people if each and each not in out), cast, now) or ""


def asks(escalation: Escalation, asked: InfoRequest, cast: Cast) -> Phrase:
    """To who recommends."""
    functions = {each.id for each in cast.project.functions}
    return Phrase(
        "{named} is asked for a recommendation; {who} decides by {until}. Which option do you recommend, and why? The "
        "decision does not wait for it.",
        named=function_name(cast, asked.recommends) if asked.recommends in functions else cast.who(asked.of),
        who=cast.who(escalation.turn.person_id),
        until=Instant(escalation.until, cast.project.zone),
    )


def recommended(asked: InfoRequest, cast: Cast) -> Iterator[Block]:
    """What they said; nothing before."""
    if asked.answer is not None:
        yield Quoted(asked.answer, Phrase("{of} recommends", of=cast.who(asked.of)))
