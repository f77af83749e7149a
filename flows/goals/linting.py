"""Whether two wordings of the goal say the same: every number and day in them has to be one of the measure's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flows.errors import Invalid
from flows.goals.records import Goal
from flows.phrases import Phrase, Quote, Value
from flows.project_file.fields import read_day
from flows.questionnaires.answers import Measure
from flows.text import name_key
from flows.units import size_of

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,12}(?:\.\d{1,12})?)\s*(%|[^\W\d_]+(?:/[^\W\d_]+)?)?")


def problems(goal: Goal) -> Iterator[tuple[str, Phrase]]:
    """What does not match: the wording ("business", "operational", "measure") and a sentence that says what to do."""
    measure = goal.measure
    if measure.target == measure.baseline:
        yield "measure", Phrase("The target is what is there today, so reaching it would change nothing.")
    for name, words in (("business", goal.business), ("operational", goal.operational)):
        yield from ((name, problem) for problem in _wording(words, measure))


def _wording(words: str, measure: Measure) -> Iterator[Phrase]:
    days = [found for text in _DAY.findall(words) if (found := _day(text)) is not None]
    for day in days:
        if day != measure.by:
            yield _differs(day, "the date", measure.by)
    sizes = list(_sizes(_DAY.sub(" ", words), measure.unit))
    wanted = {_size(measure.baseline, measure), _size(measure.target, measure)}
    for text, size in sizes:
        if size not in wanted:
            yield _differs(text, "the target", f"{measure.target:f} {measure.unit}")
    if not any(size == _size(measure.target, measure) for _, size in sizes):
        yield Phrase(
            "This wording does not name the target. Please say {target} in it, so that both mean the same.",
            target=f"{measure.target:f} {measure.unit}",
        )


def _differs(said: Value, what: str, wanted: Value) -> Phrase:
    return Phrase(
        "This wording says {said}, and {what} of the measure is {wanted}. Please make them the same.",
        said=said,
        what=what,
        wanted=wanted,
    )


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except Invalid:
        return None


def _sizes(words: str, unit: str) -> Iterator[tuple[str, Fraction]]:
    """The numbers with a unit that can be compared with the measure's: what was written, and its size."""
    dimension = size_of(Fraction(1), unit).dimension
    for number, written in _NUMBER.findall(words):
        if not written:
            continue
        size = size_of(Fraction(Decimal(number)), written)
        if size.dimension == dimension:
            yield f"{number} {written}", size.value


def _size(number: Decimal, measure: Measure) -> Fraction:
    return size_of(Fraction(number), measure.unit).value


def reading_remarks(goal: Goal) -> Iterator[Phrase]:
    """Readings that cannot be true together with the goal: another number or day for the same kind of measure."""
    wanted = {_size(goal.measure.baseline, goal.measure), _size(goal.measure.target, goal.measure)}
    for words in goal.readings.values():
        late = [day for text in _DAY.findall(words) if (day := _day(text)) is not None and day > goal.measure.by]
        if late:
            yield Phrase(
                "{words} is later than the goal, {by}: both cannot be met.", words=Quote(words), by=goal.measure.by
            )
        if not _names(words, goal.measure.name):
            continue
        for text, size in _sizes(_DAY.sub(" ", words), goal.measure.unit):
            if size not in wanted:
                yield Phrase(
                    "{words} names {said} for {measure}, and the goal is {target}.",
                    words=Quote(words),
                    said=text,
                    measure=goal.measure.name,
                    target=f"{goal.measure.target:f} {goal.measure.unit}",
                )


def _names(words: str, measure: str) -> bool:
    return name_key(measure) in name_key(words)
