"""Evidence that is owed, in the database."""

from __future__ import annotations

from flows.evidence.records import Obligation
from storage.kinds import Columns, Kind


def columns(record: Obligation) -> Columns:
    """One is found by its project and number, and by the person who is named to give it."""
    return Columns(record.project_id, record.state.value, record.person_id, record.number, record.due_at)


EVIDENCE = Kind("evidence", "evidence", Obligation, columns)
