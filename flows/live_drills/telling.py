"""What the digest says of a live drill: whom it is with, and for some weeks what it measured."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.digests.standing import Line
from flows.live_drills.cards import heading
from flows.live_drills.keeping import Records, newest
from flows.live_drills.results import verdict
from flows.phrases import Phrase
from flows.projects.records import Project

TOLD_FOR = timedelta(weeks=4)


def told_of(records: Records, project: Project, now: datetime) -> tuple[Line, ...]:
    """The one that runs, or the last one as long as it says something about today."""
    drill = newest(records, project)
    if drill is None or (drill.ended_at is not None and drill.ended_at + TOLD_FOR < now):
        return ()
    cast = Cast(records, project)
    words = Phrase("{title}: {verdict}", title=heading(drill, cast), verdict=verdict(drill, cast))
    return (Line(f"drill/{drill.id}", f"{drill.state.value}/{drill.step}", words),)
