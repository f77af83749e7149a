"""The decision log in the database."""

from __future__ import annotations

from flows.decisions.records import Decision
from storage.kinds import Columns, Kind

STANDING = "standing"
SUPERSEDED = "superseded"


def columns(record: Decision) -> Columns:
    """A decision is found by its project, its number and whether it still stands."""
    state = SUPERSEDED if record.superseded_by else STANDING
    return Columns(record.project_id, state, record.decided_by, record.number)


DECISIONS = Kind("decision", "decision", Decision, columns)
