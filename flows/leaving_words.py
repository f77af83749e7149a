"""What the facilitator is told when somebody's account is closed, or works again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import local_day, next_working
from flows.decisions.cast import Cast
from flows.effects import Post
from flows.messages import Block, Header, Items, Message, Note, Text, ToPerson
from flows.people import Person
from flows.phrases import Listing, Phrase, Value, Words

LEFT = "left"
"""How the keys of these messages begin."""


def told_left(cast: Cast, gone: Person, undecided: tuple[str, ...], now: datetime) -> Post | None:
    """Who answers and decides now; None where nobody is left to be told."""
    head = Phrase("{project}: the account of {who} was closed", project=cast.project.name, who=gone.who)
    meanings: tuple[Words, ...] = (*_meanings(cast, gone), *_left_open(undecided))
    blocks: tuple[Block, ...] = (Header(head), Text("I do not wait for them any more. What that means:"))
    if not meanings:
        blocks = (Header(head), Text("They had no part that somebody else has to take."))
    if meanings:
        words = "To give these parts to somebody else, please have the project file changed and loaded again."
        blocks = (*blocks, Items(meanings), Note(words))
    return _post(cast, gone, Message(head, blocks), now)


def told_back(cast: Cast, back: Person, now: datetime) -> Post | None:
    """They can be asked again."""
    words = Phrase(
        "{project}: the account of {who} works again. They have their parts back; what went to others meanwhile stays "
        "with them.",
        project=cast.project.name,
        who=back.who,
    )
    return _post(cast, back, Message(words, (Text(words),)), now)


def _post(cast: Cast, about: Person, message: Message, now: datetime) -> Post | None:
    project = cast.project
    runs = (cast.person(each) for each in (project.facilitator, project.sponsor) if each and each != about.id)
    reader = next((person for person in runs if person.active), None)
    if reader is None:
        return None
    state = "back" if about.active else "gone"
    key = f"{LEFT}/{project.id}/{about.id}/{state}/{local_day(now, project.zone)}/{reader.id}"
    return Post(key, ToPerson(reader.id), message, not_before=next_working(reader, now))


def _meanings(cast: Cast, gone: Person) -> Iterator[Words]:
    project = cast.project
    if gone.id == project.sponsor:
        yield "They are the sponsor: until there is another one, what nobody else may decide stays undecided."
    if gone.id == project.facilitator:
        yield Phrase("They are the facilitator: {who} runs the project alone.", who=cast.who(project.sponsor))
    for function in project.functions:
        if gone.id == function.representative:
            yield _instead(cast, Phrase("answers for {name}", name=function.name), function.deputy)
        if gone.id == function.deputy:
            yield Phrase("{name} has no deputy any more.", name=function.name)
    yield from _decisions(cast, gone)


def _decisions(cast: Cast, gone: Person) -> Iterator[Words]:
    for right in cast.project.decision_rights:
        tradeoff = cast.tradeoff(right.tradeoff)
        if gone.id == right.decider:
            yield _instead(cast, Phrase("decides {tradeoff}", tradeoff=tradeoff), right.deputy, cast.project.sponsor)
        elif gone.id == right.deputy:
            yield Phrase("Nobody stands in for {who} on {tradeoff}.", who=cast.who(right.decider), tradeoff=tradeoff)


def _instead(cast: Cast, does: Phrase, *candidates: str | None) -> Phrase:
    """ "Jan Lis decides speed against scope now."."""
    there = (cast.person(each) for each in candidates if each)
    who: Value = next((person.who for person in there if person.active), "Nobody")
    return Phrase("{who} {does} now.", who=who, does=does)


def _left_open(undecided: tuple[str, ...]) -> tuple[Words, ...]:
    if not undecided:
        return ()
    return (Phrase("Nobody is left who may decide {labels}; it stays open.", labels=Listing(undecided)),)
