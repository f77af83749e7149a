"""What a drill looks like: to each function, to who runs it, and, once it is over, to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import find_right
from flows.drills.commands import CloseDrill, OpenDrill
from flows.drills.keeping import Records
from flows.drills.records import Drill
from flows.effects import Card, Post
from flows.messages import Block, Button, Buttons, Header, Items, Message, Style, Text, ToChannel, ToPerson
from flows.phrases import Count, Listing, Phrase, Value
from flows.projects.records import Function

CARD = "drill"
"""The drawing. `part`: a function's id, RUNNING for who runs it, "" for the channel."""
RUNNING = "#runs"


def shown(drill: Drill, cast: Cast, now: datetime) -> Iterator[Post]:
    """Everybody's card, drawn when it is sent; the channel's once it is over."""
    for function in functions(drill, cast):
        person = cast.person(function.representative)
        card = Card(CARD, drill.id, function.id)
        key = f"drill/{drill.id}/{function.id}"
        yield Post(key, ToPerson(person.id), card, not_before=next_working(person, now))
    yield Post(f"drill/{drill.id}/runs/{drill.by}", ToPerson(drill.by), Card(CARD, drill.id, RUNNING))
    if cast.project.channel and not drill.is_open:
        yield Post(f"drill/{drill.id}/channel", ToChannel(cast.project.channel), Card(CARD, drill.id))


def functions(drill: Drill, cast: Cast) -> tuple[Function, ...]:
    """Those that were asked, as the project has them now."""
    return tuple(each for each in cast.project.functions if each.id in drill.asked)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The card as it is now."""
    drill = records.drills.get(card.of)
    cast = Cast(records, records.projects.get(drill.project_id))
    return card_of(drill, cast, "" if reader is None else card.part)


def card_of(drill: Drill, cast: Cast, part: str) -> Message:
    """For one function, for who runs it, or for everybody."""
    title = Phrase("Decision drill of {project}", project=cast.project.name)
    line = Phrase(
        "{n} of {all} have answered.", n=len(drill.said), all=Count(len(drill.asked), "function", "functions")
    )
    blocks: list[Block] = [Header(title), Text(line)]
    if not drill.is_open:
        return Message(title, (*blocks, Items(tuple(results(drill, cast)))))
    if part == RUNNING:
        close = Button("Show the result now", CloseDrill(drill.id), Style.PRIMARY, cast.project.name)
        return Message(title, (*blocks, Buttons((close,))))
    why = Text(
        "Three short cases that did not happen. Please say for each who decides it, what you would do and how long it "
        "may take. Nobody reads it before all have answered; then only who was named how often is shown."
    )
    label = "Change my answer" if part in drill.said else "Answer"
    return Message(title, (*blocks, why, Buttons((Button(label, OpenDrill(drill.id, part), Style.PRIMARY),))))


def results(drill: Drill, cast: Cast) -> Iterator[Phrase]:
    """A hard number for each: "Speed against scope: 3 of 4 named the same decider, Maria Nowak"."""
    for tradeoff in drill.tradeoffs:
        named = drill.named(tradeoff)
        topic = capital(cast.tradeoff(tradeoff))
        if not named:
            yield Phrase("{topic}: nobody answered.", topic=topic)
            continue
        most = named[0][1]
        top = [person for person, times in named if times == most]
        right = find_right(cast.project, tradeoff)
        agreed: Value = cast.who(right.decider) if right else "nobody"
        yield Phrase(
            "{topic}: {most} of {all} named the same decider ({who}); agreed is {agreed}.",
            topic=topic,
            most=most,
            all=sum(times for _, times in named),
            who=Listing(tuple(cast.who(each) for each in top), last="or"),
            agreed=agreed,
        )
