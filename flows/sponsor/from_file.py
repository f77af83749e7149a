"""The sponsor's back-up and the project file: whom a file names is asked, and what has come of it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Protocol

from flows.calendar import local_day, local_instant
from flows.decisions.cast import Cast, Directory
from flows.effects import Post
from flows.phrases import Phrase
from flows.project_file.backup import NamedBackup
from flows.projects.records import Project
from flows.sponsor.backups import asked
from flows.sponsor.keeping import Preparations
from flows.sponsor.records import Backup, BackupState, Preparation

NOON = time(12)
"""Of the day on which they accepted; a file tells no hour."""


class Records(Directory, Protocol):
    @property
    def preparations(self) -> Preparations: ...


def with_backup(
    records: Records, before: Project | None, project: Project, named: NamedBackup | None, now: datetime
) -> tuple[Project, tuple[Post, ...], tuple[Phrase, ...]]:
    """The project with the back-up that holds; who is asked for it; and a sentence where the file changes nothing.

    Once the sponsor has asked somebody, only the sponsor asks somebody else.
    """
    kept = before.backup if before is not None and before.sponsor == project.sponsor else None
    held = records.preparations.find(project.id)
    backup = held.backup if held is not None and held.backup and held.backup.by == project.sponsor else None
    if named is None or backup is not None:
        return replace(project, backup=kept), (), tuple(_otherwise(records, project, named, backup))
    number = held.backup.number + 1 if held is not None and held.backup is not None else 1
    state, at = BackupState.ASKED, now
    if named.accepted is not None:
        state, at = BackupState.ACCEPTED, local_instant(named.accepted, NOON, project.zone)
    after = Backup(named.person, project.sponsor, at, number, state)
    records.preparations.put(replace(held or Preparation(project.id), backup=after))
    there = replace(project, backup=named.person if state is BackupState.ACCEPTED else None)
    return there, asked(there, Cast(records, there), after, now), ()


def _otherwise(
    records: Records, project: Project, named: NamedBackup | None, backup: Backup | None
) -> tuple[Phrase, ...]:
    if named is None or backup is None or backup.person_id == named.person:
        return ()
    cast = Cast(records, project)
    told = Phrase(
        "{sponsor} has asked {who} to be the back-up, so the file does not change it; {typed} does.",
        sponsor=cast.who(project.sponsor),
        who=cast.who(backup.person_id),
        typed="/align sponsor",
    )
    return (told,)


def named_backup(records: Records, project: Project) -> NamedBackup | None:
    """Whom the sponsor has asked, with the day of their yes; None where they said no or nobody was asked."""
    held = records.preparations.find(project.id)
    backup = held.backup if held is not None else None
    if backup is None or backup.by != project.sponsor or backup.state is BackupState.DECLINED:
        return None
    accepted = backup.state is BackupState.ACCEPTED
    return NamedBackup(backup.person_id, local_day(backup.at, project.zone) if accepted else None)
