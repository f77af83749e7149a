"""What a drill looks like: to each function, to who runs it, and, once it is over, to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions import voices
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import find_right
from flows.drills.commands import CloseDrill, OpenDrill
from flows.drills.counting import counted
from flows.drills.keeping import Records
from flows.drills.records import Drill
from flows.drills.repeating import last_with
from flows.effects import Card, Post, Promise
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text, ToChannel, ToPerson
from flows.phrases import Count, Instant, Listing, Phrase, Value
from flows.projects.records import Function

CARD = "drill"
"""The drawing. `part`: a function's id, RUNNING for who runs it, "" for the channel."""
RUNNING = "#runs"


def prefix(drill: Drill) -> str:
    """Under which all posts of a drill have their keys."""
    return f"drill/{drill.id}/"


def shown(drill: Drill, cast: Cast, now: datetime) -> Iterator[Post]:
    """Everybody's card, drawn when it is sent; the channel's once it is over."""
    yield from asked(drill, cast, now)
    yield Post(f"{prefix(drill)}runs/{drill.by}", ToPerson(drill.by), Card(CARD, drill.id, RUNNING))
    if cast.project.channel and not drill.is_open:
        yield Post(f"{prefix(drill)}channel", ToChannel(cast.project.channel), Card(CARD, drill.id))


def asked(drill: Drill, cast: Cast, now: datetime) -> Iterator[Post]:
    """The cards of the functions, to who is asked for each of them now."""
    for function in functions(drill, cast):
        waits = drill.is_open and function.id in drill.silent
        card = Card(CARD, drill.id, function.id)
        asking = voices.Asking(f"{prefix(drill)}{function.id}", card, Promise.NEVER_LOST, waits)
        yield from voices.asked(asking, function, cast, now)


def functions(drill: Drill, cast: Cast) -> tuple[Function, ...]:
    """Those that were asked, as the project has them now."""
    return tuple(each for each in cast.project.functions if each.id in drill.asked)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as it is now; who is away sees who is asked instead."""
    drill = records.drills.get(card.of)
    cast = Cast(records, records.projects.get(drill.project_id))
    if drill.is_open and card.part in drill.silent:
        function = next((each for each in functions(drill, cast) if each.id == card.part), None)
        other = voices.instead(heading(cast), function, cast, reader, now)
        if other is not None:
            return other
    return card_of(records, drill, cast, "" if reader is None else card.part, reader)


def answered_by(drill: Drill, function: Function, cast: Cast) -> str | None:
    """Who has answered for the function and may change it; None while nobody has who speaks for it and is not gone."""
    said = drill.said.get(function.id)
    speaks = said is not None and said.by in (function.representative, function.deputy)
    return said.by if said is not None and speaks and cast.person(said.by).active else None


def theirs(person: str, function: Function, cast: Cast) -> Phrase:
    """What the other voice of the function is told: the answer is not theirs, and nobody reads it."""
    return Phrase(
        "{who} has answered for {function}, and only they can change it. Please talk to them.",
        who=cast.who(person),
        function=function.name,
    )


def card_of(records: Records, drill: Drill, cast: Cast, part: str, reader: str | None = None) -> Message:
    """For one function, for who runs it, or for everybody. `reader`: who sees it, where it is one person."""
    title = heading(cast)
    line = Phrase(
        "{n} of {all} have answered.", n=len(drill.said), all=Count(len(drill.asked), "function", "functions")
    )
    blocks: list[Block] = [Header(title), Text(line)]
    if not drill.is_open:
        return Message(
            title,
            (*blocks, Items(tuple(results(records, drill, cast))), *who_answered(drill, cast)),
        )
    if part == RUNNING:
        close = Button("Show the result now", CloseDrill(drill.id), Style.PRIMARY, cast.project.name)
        return Message(title, (*blocks, Buttons((close,))))
    why = Phrase(
        "{cases}, made up. Please say who decides each, what you would do and how long it may take. Nobody reads it "
        "before all have answered; then only numbers are shown: who was named, what comes first and how long it may "
        "take, and how often.",
        cases=cases(drill),
    )
    function = next((each for each in functions(drill, cast) if each.id == part), None)
    other = answered_by(drill, function, cast) if function is not None else None
    if function is not None and other is not None and other != reader:
        return Message(title, (*blocks, Text(theirs(other, function, cast))))
    until = Phrase("Until {until}.", until=Instant(drill.until, cast.project.zone)) if drill.until else Phrase("")
    label = "Change my answer" if other is not None else "Answer"
    blocks += [Text(why), *([Note(until)] if drill.until else [])]
    return Message(title, (*blocks, Buttons((answer_button(drill, part, label),))))


def cases(drill: Drill) -> Count:
    """How much there is to answer."""
    return Count(len(drill.tradeoffs), "short case", "short cases")


def heading(cast: Cast) -> Phrase:
    """ "Decision drill of Line 3 MES"."""
    return Phrase("Decision drill of {project}", project=cast.project.name)


def answer_button(drill: Drill, function: str, label: str = "Answer") -> Button:
    """Opens the form."""
    return Button(label, OpenDrill(drill.id, function), Style.PRIMARY)


def who_answered(drill: Drill, cast: Cast) -> Iterator[Block]:
    """Who has answered, and who has not."""
    names = {each.id: each.name for each in cast.project.functions}
    into = Listing(tuple(names.get(each, each) for each in drill.asked if each in drill.said))
    yield Note(Phrase("Answered: {functions}.", functions=into))
    if drill.silent:
        yield Note(
            Phrase("Not answered: {functions}.", functions=Listing(tuple(names.get(s, s) for s in drill.silent)))
        )


def results(records: Records, drill: Drill, cast: Cast) -> Iterator[Phrase]:
    """A hard number for each: "Speed against scope: 3 of 4 named the same decider", beside the last time."""
    drills = records.drills.where(project_id=drill.project_id)
    for tradeoff in drill.tradeoffs:
        topic = capital(cast.tradeoff(tradeoff))
        top, most, of = top_of(drill, tradeoff)
        if not top:
            yield Phrase("{topic}: nobody answered.", topic=topic)
            continue
        right = find_right(cast.project, tradeoff)
        agreed: Value = cast.who(right.decider) if right else "nobody"
        yield Phrase(
            "{topic}: {most} of {of} named the same decider ({who}){before}; agreed is {agreed}.",
            topic=topic,
            most=most,
            of=of,
            who=Listing(tuple(cast.who(each) for each in top), last="or"),
            before=_before(last_with(drills, drill, tradeoff), tradeoff),
            agreed=agreed,
        )
        yield from counted(drill, tradeoff, cast)


def top_of(drill: Drill, tradeoff: str) -> tuple[tuple[str, ...], int, int]:
    """Who was named most often, how often, and by how many answers in all."""
    named = drill.named(tradeoff)
    most = named[0][1] if named else 0
    return tuple(person for person, times in named if times == most), most, sum(times for _, times in named)


def _before(last: Drill | None, tradeoff: str) -> Phrase:
    _, most, of = top_of(last, tradeoff) if last is not None else ((), 0, 0)
    return Phrase(", {most} of {of} last time", most=most, of=of) if of else Phrase("")
