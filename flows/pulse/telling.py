"""What the digest says of a pulse: while it is open only who is waited for, afterwards what it came to."""

from __future__ import annotations

from collections.abc import Iterable

from flows.digests.standing import Line
from flows.phrases import Count, Instant, Listing, Phrase
from flows.projects.records import Project
from flows.pulse.areas import NAMES
from flows.pulse.keeping import Kept, last_closed, newest
from flows.pulse.records import Area, Pulse


def told_of(records: Kept, project: Project) -> tuple[Line, ...]:
    """The open one and the last one that is over."""
    pulse, last = newest(records, project.id), last_closed(records, project.id)
    lines = [_open(pulse, project)] if pulse is not None and pulse.is_open else []
    return (*lines, _over(last, project)) if last is not None else tuple(lines)


def _open(pulse: Pulse, project: Project) -> Line:
    words = Phrase(
        "Pulse {n}: {said} of {all} have answered, waiting for {silent}, until {until}",
        n=pulse.number,
        said=len(pulse.asked) - len(pulse.silent),
        all=Count(len(pulse.asked), "function", "functions"),
        silent=Listing(_names(pulse.silent, project)),
        until=Instant(pulse.due_at, project.zone) if pulse.due_at else "it is closed",
    )
    return Line(f"pulse/{pulse.id}", f"open/{'/'.join(pulse.silent)}", words)


def _over(pulse: Pulse, project: Project) -> Line:
    counts = tuple(_count(pulse, area, project) for area in Area if pulse.counted(area)[1])
    words = Phrase("Pulse {n}: {counts}", n=pulse.number, counts=Listing(counts, empty="nobody answered", last="and"))
    return Line(f"pulse/{pulse.id}", "closed", words)


def _count(pulse: Pulse, area: Area, project: Project) -> Phrase:
    holds, answers = pulse.counted(area)
    name = NAMES[area][0].lower() + NAMES[area][1:]
    words = Phrase("{area} holds for {holds} of {all}", area=name, holds=holds, all=answers)
    moved = _names((each for each in pulse.asked if area in pulse.moved(each)), project)
    return Phrase("{words} (moved for {moved})", words=words, moved=Listing(moved)) if moved else words


def _names(functions: Iterable[str], project: Project) -> tuple[str, ...]:
    known = {function.id: function.name for function in project.functions}
    return tuple(known.get(each, each) for each in functions)
