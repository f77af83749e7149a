"""What has to be clear before the start and waits for a person: what a sponsor confirms, and standing in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.charter.commands import ListReady, ShowCharter
from flows.charter.keeping import current
from flows.consent.records import OPEN, ProposalState
from flows.decisions.cast import Cast
from flows.goals.commands import OpenGoal
from flows.goals.records import Goal
from flows.home.parts import Part, Records
from flows.messages import Button, Style
from flows.phrases import Count, Phrase
from flows.projects.records import Project
from flows.sponsor.cards import backup_buttons, backup_line, show_button
from flows.sponsor.points import KNOWS
from flows.sponsor.records import BackupState, Preparation

UNDER_WAY = OPEN | {ProposalState.AGREED, ProposalState.UNRESOLVED}
"""A goal that is one, or is on its way to be."""


def to_prepare(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """The next step on the way to a signed charter, for who runs a project whose functions have answered."""
    for project in mine:
        if person_id != (project.facilitator or project.sponsor) or not _has_answers(records, project):
            continue
        goals = [each for each in records.proposals.where(project_id=project.id) if isinstance(each.content, Goal)]
        missing = Button("What is missing", ListReady(None, project.id), about=project.name)
        if not any(each.state in UNDER_WAY for each in goals):
            words = Phrase("{project}: no goal of the first stage is proposed yet.", project=project.name)
            propose = Button("Propose the goal", OpenGoal(None, project.id), Style.PRIMARY, project.name)
            yield Part(words, (propose, missing))
        elif current(records, project.id) is None and any(each.state is ProposalState.AGREED for each in goals):
            words = Phrase("{project}: the goal is agreed, and the charter not published yet.", project=project.name)
            show = Button("Look at the charter", ShowCharter(None, project.id), Style.PRIMARY, project.name)
            yield Part(words, (show, missing))


def _has_answers(records: Records, project: Project) -> bool:
    return any(not each.is_open for each in records.rounds.where(project_id=project.id))


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
