"""Drills that wait for a function of this person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.decisions.cast import Cast
from flows.drills.cards import answer_button, functions
from flows.home.parts import Part, Records
from flows.phrases import Instant, Phrase
from flows.projects.records import Project


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
