"""What has to be clear before the start and waits for a person: what a sponsor confirms, and standing in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.decisions.cast import Cast
from flows.home.parts import Part, Records
from flows.phrases import Count, Phrase
from flows.projects.records import Project
from flows.sponsor.cards import backup_buttons, backup_line, show_button
from flows.sponsor.points import KNOWS
from flows.sponsor.records import BackupState, Preparation


def to_confirm(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """What this person, as sponsor, was asked and has not confirmed."""
    for project in mine:
        held = records.preparations.find(project.id) if project.sponsor == person_id else None
        missing = _missing(held, project) if held is not None and held.sponsor == person_id else 0
        if missing:
            points = Count(missing, "point is", "points are")
            words = Phrase(
                "{project}: {points} open for you as its sponsor before the start.", project=project.name, points=points
            )
            yield Part(words, (show_button(project),))


def _missing(held: Preparation, project: Project) -> int:
    confirmed = sum(point in held.confirmed and held.confirmed[point].by == project.sponsor for point in KNOWS)
    return len(KNOWS) - confirmed + (project.backup is None)


def to_stand_in(records: Records, person_id: str) -> Iterator[Part]:
    """Requests of sponsors to be their back-up."""
    for held in records.preparations.where(person_id=person_id):
        backup, project = held.backup, records.projects.get(held.id)
        if backup is not None and backup.state is BackupState.ASKED and backup.by == project.sponsor:
            yield Part(backup_line(project, Cast(records, project), backup), backup_buttons(project, backup))
