"""Pulses in the database."""

from __future__ import annotations

from flows.pulse.records import Pulse
from storage.kinds import Columns, Kind


def columns(record: Pulse) -> Columns:
    """A pulse is found by its project, its state and its number."""
    return Columns(record.project_id, record.state.value, None, record.number, record.due_at)


PULSES = Kind("pulse", "pulse", Pulse, columns)
