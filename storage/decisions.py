"""The decision log in the database."""

from __future__ import annotations

from flows.decisions.records import Decision, Standing
from storage.kinds import Columns, Kind

STANDING = "standing"
SUPERSEDED = "superseded"


def columns(record: Decision) -> Columns:
    """A decision is found by its project, its number and whether it still stands.

    A proposal is no decision, so no project's log finds it; it is found by who has to confirm it.
    """
    if record.standing is not Standing.TAKEN:
        return Columns(state=record.standing.value, person_id=record.decided_by)
    state = SUPERSEDED if record.superseded_by else STANDING
    return Columns(record.project_id, state, record.decided_by, record.number)


DECISIONS = Kind("decision", "decision", Decision, columns)
