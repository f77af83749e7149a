"""Versions of charters in the database."""

from __future__ import annotations

from flows.charter.keeping import CURRENT, REPLACED
from flows.charter.records import Charter
from storage.kinds import Columns, Kind


def columns(record: Charter) -> Columns:
    """A version is found by its project, its number, and whether it is the newest."""
    return Columns(record.project_id, CURRENT if record.is_current else REPLACED, record.by, record.number)


CHARTERS = Kind("charter", "charter", Charter, columns)
