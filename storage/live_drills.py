"""Live drills in the database."""

from __future__ import annotations

from flows.live_drills.records import LiveDrill
from storage.kinds import Columns, Kind


def columns(record: LiveDrill) -> Columns:
    """One is found by its project, its state and number, and by whose turn it is."""
    turn = record.turn.person if record.is_open else None
    return Columns(record.project_id, record.state.value, turn, record.number, record.due_at)


LIVE_DRILLS = Kind("live_drill", "drill", LiveDrill, columns)
