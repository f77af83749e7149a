"""Drills that wait for a function of this person, and a path that is to be tried before the kick-off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.decisions.cast import Cast
from flows.drills.cards import answer_button, functions
from flows.home.parts import Part, Records
from flows.live_drills.offering import start_button, waits_for
from flows.phrases import Instant, Phrase
from flows.projects.records import Project


def to_try_the_path(records: Records, mine: Sequence[Project], person_id: str, now: datetime) -> Iterator[Part]:
    """One for each project that starts within a week and that this person runs."""
    for project in mine:
        if waits_for(records, project, person_id, now):
            words = Phrase(
                "{project} starts on {day}, and its path has not been tried.", project=project.name, day=project.kickoff
            )
            yield Part(words, (start_button(project),))


def to_answer_drills(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """One for each function that has not answered."""
    for project in mine:
        cast = Cast(records, project)
        for drill in records.drills.where(project_id=project.id):
            if not drill.is_open:
                continue
            for function in functions(drill, cast):
                if function.id in drill.silent and person_id in (function.representative, function.deputy):
                    words = Phrase(
                        "The decision drill of {project} waits for {function}, until {until}.",
                        project=project.name,
                        function=function.name,
                        until=Instant(drill.until or drill.started_at, project.zone),
                    )
                    yield Part(words, (answer_button(drill, function.id),))
