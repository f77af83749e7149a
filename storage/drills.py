"""Drills in the database."""

from __future__ import annotations

from flows.drills.records import Drill
from storage.kinds import Columns, Kind


def columns(record: Drill) -> Columns:
    """A drill is found by its project, whether it is open, its number, and by who started it."""
    return Columns(record.project_id, "open" if record.is_open else "closed", record.by, record.number, record.due_at)


DRILLS = Kind("drill", "drill", Drill, columns)
