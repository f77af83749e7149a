"""What the digest says about a drill that is open: with whom, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.digests.standing import Line
from flows.drills.cards import functions
from flows.drills.records import Drill
from flows.phrases import Count, Phrase


def drills_open(drills: Iterable[Drill], cast: Cast, now: datetime) -> Iterator[Line]:
    """A line for each that waits for somebody."""
    for drill in drills:
        silent = [each for each in functions(drill, cast) if each.id in drill.silent]
        if drill.is_open and silent:
            words = Phrase(
                "Decision drill: open for {age}, with {who}",
                age=Count((now - drill.started_at).days, "day", "days"),
                who=cast.whos(each.representative for each in silent),
            )
            yield Line(f"agree/{drill.id}", "open", words)
