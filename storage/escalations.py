"""Escalations in the database."""

from __future__ import annotations

from flows.escalations.records import Escalation, EscalationState
from storage.kinds import Columns, Kind

WITH_THE_DECIDER = (EscalationState.ASKED, EscalationState.ACKNOWLEDGED)


def columns(record: Escalation) -> Columns:
    """An escalation waits for the person of its step, or for the one who was asked something."""
    return Columns(record.project_id, record.state.value, waits_for(record), record.number, record.due_at)


def waits_for(record: Escalation) -> str | None:
    """The id of the person whose turn it is, None when it is nobody's."""
    if record.state in WITH_THE_DECIDER:
        return record.turn.person_id
    return record.info.of if record.info is not None else None


ESCALATIONS = Kind("escalation", "escalation", Escalation, columns)
