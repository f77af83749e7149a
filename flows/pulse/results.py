"""What a pulse came to: counted per function, against the last one and against what was signed."""

from __future__ import annotations

from collections.abc import Iterator

from flows.charter.cards import name
from flows.decisions.cast import Cast
from flows.messages import Block, Items, Note, Quoted, Text
from flows.phrases import Count, Listing, Phrase
from flows.pulse.areas import NAMES
from flows.pulse.keeping import Kept, last_closed
from flows.pulse.records import Area, Pulse


def results(records: Kept, pulse: Pulse, cast: Cast) -> Iterator[Block]:
    """Every area with its count, who did not answer, the sentences, and what was opened again."""
    before = last_closed(records, pulse.project_id, pulse.number)
    yield Text(answered(pulse, cast))
    yield Items(tuple(line(pulse, before, area, cast) for area in Area if pulse.counted(area)[1]) or ("No answers.",))
    for function, said in pulse.said.items():
        if said.words:
            yield Quoted(said.words, Phrase("{who} for {of}", who=cast.who(said.by), of=name(function, cast)))
    if pulse.reopened:
        labels = Listing(pulse.reopened)
        yield Text(Phrase("Opened again, since it was settled for how things were: {labels}.", labels=labels))
    if any(pulse.moved(function) for function in pulse.asked):
        yield Note("Whoever says that something has moved signs anew: as it is, after all, or the next version.")


def answered(pulse: Pulse, cast: Cast) -> Phrase:
    """ "3 of 4 functions that signed version 2 have answered; without IT."."""
    words = Phrase(
        "{n} of {all} that signed version {version} of the charter answered",
        n=len(pulse.asked) - len(pulse.silent),
        all=Count(len(pulse.asked), "function", "functions"),
        version=pulse.charter,
    )
    if pulse.silent:
        names = Listing(tuple(name(each, cast) for each in pulse.silent))
        return Phrase("{words}; without {names}.", words=words, names=names)
    return Phrase("{words}.", words=words)


def line(pulse: Pulse, before: Pulse | None, area: Area, cast: Cast) -> Phrase:
    """ "The goal: holds for 3 of 4 functions that signed it, moved for Quality; in pulse 1 it held for 4 of 4."."""
    holds, answers = pulse.counted(area)
    words = Phrase(
        "{area}: holds for {holds} of {all} that signed it",
        area=NAMES[area],
        holds=holds,
        all=Count(answers, "function", "functions"),
    )
    moved = tuple(name(each, cast) for each in pulse.asked if area in pulse.moved(each))
    if moved:
        words = Phrase("{words}; moved for {moved}", words=words, moved=Listing(moved))
    then = before.counted(area) if before is not None else (0, 0)
    if before is not None and then[1]:
        return Phrase(
            "{words}. In pulse {n} it held for {then} of {all}.",
            words=words,
            n=before.number,
            then=then[0],
            all=then[1],
        )
    return Phrase("{words}.", words=words)
