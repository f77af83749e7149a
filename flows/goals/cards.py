"""What the goal looks like."""

from __future__ import annotations

from collections.abc import Iterator

from flows.contradictions.sayings import measure as measured
from flows.decisions.cast import Cast
from flows.goals.linting import reading_remarks
from flows.goals.records import Goal
from flows.messages import Block, Facts, Note, Text
from flows.phrases import Phrase, Quote, Words


def title(cast: Cast) -> Phrase:
    """What it is called."""
    return Phrase("First-stage goal of {project}", project=cast.project.name)


def blocks(goal: Goal, cast: Cast) -> tuple[Block, ...]:
    """Both wordings side by side with their one measure, then what it means to each function."""
    rows: list[tuple[str, Words]] = [
        ("In business terms", Phrase("{words}", words=Quote(goal.business))),
        ("In operational terms", Phrase("{words}", words=Quote(goal.operational))),
        ("Measured by", Phrase("{measure}", measure=measured(goal.measure))),
    ]
    return (Facts(tuple(rows)), *_readings(goal, cast))


def _readings(goal: Goal, cast: Cast) -> Iterator[Block]:
    rows: list[tuple[str, Words]] = [
        (function.name, Phrase("{words}", words=Quote(goal.readings[function.id])))
        for function in cast.project.functions
        if function.id in goal.readings
    ]
    if rows:
        yield Text("What this means in the functions' own numbers:")
        yield Facts(tuple(rows))
    for remark in reading_remarks(goal):
        yield Note(remark)
