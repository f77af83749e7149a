"""Proposals in the database."""

from __future__ import annotations

from flows.consent.records import Proposal
from storage.kinds import Columns, Kind


def columns(record: Proposal) -> Columns:
    """A proposal is found by its project, its state and its number, and by who proposed it."""
    return Columns(record.project_id, record.state.value, record.by, record.number, record.due_at)


PROPOSALS = Kind("proposal", "proposal", Proposal, columns)
