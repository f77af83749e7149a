"""Alarms in the database."""

from __future__ import annotations

from flows.alarms import AlarmState
from storage.kinds import Columns, Kind

ALARMS = Kind(
    "alarm",
    "alarm",
    AlarmState,
    lambda alarm: Columns(state=alarm.stage.value, number=alarm.number, due_at=alarm.due_at),
)
