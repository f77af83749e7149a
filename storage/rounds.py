"""Rounds in the database."""

from __future__ import annotations

from flows.rounds.records import Round
from storage.kinds import Columns, Kind


def columns(record: Round) -> Columns:
    """A round is found by its project and when the clock has to look at it."""
    return Columns(record.project_id, record.state.value, number=record.number, due_at=record.due_at)


ROUNDS = Kind("round", "round", Round, columns)
