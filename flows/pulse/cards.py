"""What a pulse looks like: to each function, to who runs the project, and, once it is over, to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import add_working_days, next_working
from flows.charter.cards import name
from flows.charter.keeping import current
from flows.charter.records import Charter
from flows.decisions import voices
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.messages import (
    Block,
    Button,
    Buttons,
    Grid,
    GridRow,
    Header,
    Message,
    Note,
    Quoted,
    Style,
    Text,
    ToChannel,
    ToPerson,
)
from flows.phrases import Count, Instant, Listing, Phrase, Words
from flows.projects.records import Function
from flows.pulse.areas import NAMES, signed_lines
from flows.pulse.commands import AllHolds, OpenPulseWords, SayHolds
from flows.pulse.keeping import Records
from flows.pulse.records import Area, Pulse
from flows.pulse.results import results

CARD = "pulse"
"""The drawing. `part`: a function's id, with REMIND before it the reminder; "" for the channel."""
REMIND = "remind/"
REMIND_DAYS = 3
"""Working days after which a function that has not answered is reminded, once."""
HOLDS, MOVED = "Still holds", "Has moved"
SHOWN = 2
"""Lines of what was signed that a row shows."""


def prefix(pulse: Pulse) -> str:
    """Under which all its posts have their keys."""
    return f"pulse/{pulse.id}/"


def ask(pulse: Pulse, cast: Cast, now: datetime) -> Iterator[Post]:
    """To each function in its working hours, with a reminder for later that is not sent where it has answered."""
    for function in functions(pulse, cast):
        yield from _asked(pulse, function, cast, now, Promise.NEVER_LOST)
        person = cast.person(voices.voice(function, cast, now))
        start, to = next_working(person, now), ToPerson(person.id)
        later = add_working_days(person, start or now, REMIND_DAYS)
        again = Card(CARD, pulse.id, REMIND + function.id)
        key = f"{prefix(pulse)}{REMIND}{function.id}"
        yield Post(key, to, again, Promise.NEVER_DOUBLED, None, later, pulse.due_at)


def _asked(pulse: Pulse, function: Function, cast: Cast, now: datetime, promise: Promise) -> Iterator[Post]:
    waits = pulse.is_open and pulse.is_silent(function.id)
    asking = voices.Asking(f"{prefix(pulse)}{function.id}", Card(CARD, pulse.id, function.id), promise, waits)
    yield from voices.asked(asking, function, cast, now)


def refreshed(pulse: Pulse, cast: Cast, now: datetime, function: str = "") -> Iterator[Post]:
    """The cards as they are now: of one function or of all, and once it is over the channel's."""
    for each in functions(pulse, cast):
        if not function or each.id == function:
            yield from _asked(pulse, each, cast, now, Promise.REFRESH)
    if cast.project.channel and not pulse.is_open:
        yield Post(f"{prefix(pulse)}channel", ToChannel(cast.project.channel), Card(CARD, pulse.id))


def functions(pulse: Pulse, cast: Cast) -> tuple[Function, ...]:
    """Those that were asked, as the project has them now."""
    return tuple(each for each in cast.project.functions if each.id in pulse.asked)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as it is now; who is away sees who is asked instead.

    Raises NotFound for a reminder of what is answered, so that it is not sent.
    """
    pulse = records.pulses.get(card.of)
    cast = Cast(records, records.projects.get(pulse.project_id))
    function = card.part.removeprefix(REMIND)
    if function != card.part and not (pulse.is_open and pulse.is_silent(function)):
        raise NotFound("Nothing waits any more.")
    if pulse.is_open and pulse.is_silent(function):
        asked = next((each for each in functions(pulse, cast) if each.id == function), None)
        other = voices.instead(heading(pulse, cast), asked, cast, reader, now)
        if other is not None:
            return other
    return card_of(records, pulse, cast, "" if reader is None else function)


def card_of(records: Records, pulse: Pulse, cast: Cast, function: str) -> Message:
    """For one function, with its own answers only; for everybody (""), how many have answered, then what came of it."""
    title = heading(pulse, cast)
    if not pulse.is_open:
        return Message(title, (Header(title), *results(records, pulse, cast)))
    line = standing(pulse, cast)
    charter = current(records, pulse.project_id)
    asks = _asks(pulse, charter, function) if charter is not None and function in pulse.asked else ()
    summary = Phrase("{title} for {function}", title=title, function=name(function, cast)) if asks else title
    return Message(summary, (Header(summary), *asks, Note(line)))


def heading(pulse: Pulse, cast: Cast) -> Phrase:
    """ "Pulse 2 of Line 3 MES"."""
    return Phrase("Pulse {n} of {project}", n=pulse.number, project=cast.project.name)


def standing(pulse: Pulse, cast: Cast) -> Phrase:
    """ "3 of 4 functions have answered, until Fri 5 Mar 09:00." Nothing of what they said."""
    return Phrase(
        "{n} of {all} answered. It is open until {until}, and nobody reads the answers of others before.",
        n=len(pulse.asked) - len(pulse.silent),
        all=Count(len(pulse.asked), "function has", "functions have"),
        until=Instant(pulse.due_at, cast.project.zone) if pulse.due_at else "it is closed",
    )


def _asks(pulse: Pulse, charter: Charter, function: str) -> Iterator[Block]:
    said = pulse.said.get(function)
    yield Text("Does what your function signed still hold? One press is enough; what has moved, please mark it below.")
    every = Button("Everything still holds", AllHolds(pulse.id, function), Style.PRIMARY)
    yield Buttons((every,))
    yield Grid(tuple(_row(pulse, charter, function, area) for area in pulse.asked[function]))
    if said is not None and said.words:
        yield Quoted(said.words, "your sentence")
    yield Text("A sentence with it is welcome. Everybody in the project reads it when the pulse is over.")
    label = "Change the sentence" if said is not None and said.words else "Add a sentence"
    yield Buttons((Button(label, OpenPulseWords(pulse.id, function)),))


def _row(pulse: Pulse, charter: Charter, function: str, area: Area) -> GridRow:
    said = pulse.said.get(function)
    holds = said.holds.get(area) if said is not None else None
    lines = signed_lines(charter, function, area)
    signed: Words = Phrase("{lines}", lines=Listing(tuple(line.words for line in lines[:SHOWN]), last="and"))
    if len(lines) > SHOWN:
        signed = Phrase("{signed} And {n} more.", signed=signed, n=len(lines) - SHOWN)
    about = NAMES[area]
    buttons = tuple(
        Button(label, SayHolds(pulse.id, function, area, value), about=about)
        for label, value in ((HOLDS, True), (MOVED, False))
    )
    return GridRow(about, buttons, "" if holds is None else (HOLDS if holds else MOVED), signed)
