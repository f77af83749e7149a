"""Views in the database."""

from __future__ import annotations

from flows.rounds.records import View
from storage.kinds import Columns, Kind


def columns(record: View) -> Columns:
    """A view waits for its respondent, whatever its state."""
    return Columns(record.project_id, record.state.value, record.respondent, due_at=record.due_at)


VIEWS = Kind("view", "set of answers", View, columns)
