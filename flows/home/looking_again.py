"""Second looks that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.home.parts import Part, Records
from flows.phrases import Phrase
from flows.projects.records import Project
from flows.rounds.scene import latest_round, load_scene
from flows.second_look.cards import show_button
from flows.second_look.waiting import waiting


def to_look_at(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """One for each function that this person answers for."""
    for project in mine:
        round_ = latest_round(records, project.id)
        if round_ is None or round_.look is None or round_.look.over:
            continue
        scene = load_scene(records, round_)
        for view in waiting(scene):
            if view.respondent == person_id:
                words = Phrase(
                    "{project}: a second look at the answers of {function}, until {until}.",
                    project=project.name,
                    function=scene.function(view).name,
                    until=scene.instant(round_.look.until),
                )
                yield Part(words, (show_button(scene, view),))
