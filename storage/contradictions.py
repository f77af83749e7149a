"""Contradictions that people work on, in the database."""

from __future__ import annotations

from flows.resolving.records import LiveContradiction
from storage.kinds import Columns, Kind


def columns(record: LiveContradiction) -> Columns:
    """One is found by its project, its state and its number."""
    return Columns(record.project_id, record.state.value, None, record.number, record.due_at)


CONTRADICTIONS = Kind("contradiction", "contradiction", LiveContradiction, columns)
