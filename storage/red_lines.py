"""Red lines, tolerances and trade-off orders in the database."""

from __future__ import annotations

from flows.red_lines.records import InForce
from storage.kinds import Columns, Kind


def columns(record: InForce) -> Columns:
    """One is found by its project, whether it is in force, and its number."""
    return Columns(record.project_id, "in_force" if record.holds else "ended", None, record.number)


RED_LINES = Kind("red_line", "red line", InForce, columns)
