"""What sponsors were told and have confirmed, in the database."""

from __future__ import annotations

from flows.sponsor.records import BackupState, Preparation
from storage.kinds import Columns, Kind


def columns(record: Preparation) -> Columns:
    """Its id is its project's; whoever is asked to stand in finds it by their own."""
    backup = record.backup
    asked = backup is not None and backup.state is BackupState.ASKED
    return Columns(record.id, person_id=backup.person_id if backup is not None and asked else None)


PREPARATIONS = Kind("preparation", "preparation", Preparation, columns)
