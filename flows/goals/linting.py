"""Whether two wordings of the goal say the same: every number and date in them has to be one of the measure's.

A date, however it is written, has to mean the measure's day or a time with that day in it. So two wordings that are not
refused cannot disagree on it. A wording need not name its measure. It is refused only where it has the full name of
another measure that functions of the project gave, in a unit that can be compared, and not one word of the goal's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from flows.goals.records import Goal
from flows.goals.written_days import without_days, written_days
from flows.phrases import Phrase, Quote, Value
from flows.questionnaires.answers import Measure
from flows.text import name_key
from flows.units import size_of

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,12}(?:\.\d{1,12})?)\s*(%|[^\W\d_]+(?:/[^\W\d_]+)?)?")


def problems(goal: Goal, others: Sequence[Measure] = ()) -> Iterator[tuple[str, Phrase]]:
    """What does not match: the wording ("business", "operational", "measure") and a sentence that says what to do.

    `others`: what the functions measure by, of which everybody may read.
    """
    measure = goal.measure
    if measure.target == measure.baseline:
        yield "measure", Phrase("The target is what is there today, so reaching it would change nothing.")
    for name, words, other in (
        ("business", goal.business, goal.operational),
        ("operational", goal.operational, goal.business),
    ):
        found = (*_dates(words, other, measure), *_numbers(words, measure), *_other_names(words, measure, others))
        yield from ((name, problem) for problem in found)


def _dates(words: str, other: str, measure: Measure) -> Iterator[Phrase]:
    for day in written_days(words):
        if day.can_mean(measure.by):
            continue
        beside = next((each.text for each in written_days(other) if each.can_mean(measure.by)), None)
        if beside is None:
            yield _differs(day.text, "the date", measure.by)
        else:
            yield Phrase(
                "This wording says {said}, the other one {beside}, and the date of the measure is {wanted}. "
                "Please make them the same.",
                said=day.text,
                beside=beside,
                wanted=measure.by,
            )


def _other_names(words: str, measure: Measure, others: Sequence[Measure]) -> Iterator[Phrase]:
    own, there = set(_words(measure.name)), _words(words)
    if own & set(there):
        return
    dimension, line = size_of(Fraction(1), measure.unit).dimension, f" {' '.join(there)} "
    for other in others:
        name = _words(other.name)
        alike = size_of(Fraction(1), other.unit).dimension == dimension
        if name and alike and not own & set(name) and f" {' '.join(name)} " in line:
            yield Phrase(
                "This wording names {other}, and the goal is measured by {measure}. Please name {measure} in it.",
                other=other.name,
                measure=measure.name,
            )
            return


def _words(text: str) -> list[str]:
    """Its words, to be compared: without case."""
    return _WORD.findall(text.casefold())


def _numbers(words: str, measure: Measure) -> Iterator[Phrase]:
    sizes = list(_sizes(without_days(words), measure.unit))
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
        if any(day.is_after(goal.measure.by) for day in written_days(words)):
            yield Phrase(
                "{words} is later than the goal, {by}: both cannot be met.", words=Quote(words), by=goal.measure.by
            )
        if not _names(words, goal.measure.name):
            continue
        for text, size in _sizes(without_days(words), goal.measure.unit):
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
