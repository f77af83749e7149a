"""What comes into force when a red line, the tolerances or the trade-off order is agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.effects import NOTHING, Effects
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import Bound, InForce, RedLine, Tolerances, TradeoffOrder


class Records(Protocol):
    @property
    def red_lines(self) -> RedLines: ...


def put_in_force(records: Records, project_id: str, content: Bound, proposal_id: str, now: datetime) -> Effects:
    """From now on it holds; what it replaces stays readable and holds no more."""
    match content:
        case RedLine():
            _end(records, content.replaces, now)
            number = records.red_lines.next_number(project_id)
            holds = InForce(f"{project_id}/RL-{number}", project_id, number, content, now, proposal_id)
        case Tolerances():
            holds = InForce(f"{project_id}/tolerances", project_id, 0, content, now, proposal_id)
        case TradeoffOrder():
            holds = InForce(f"{project_id}/order", project_id, 0, content, now, proposal_id)
    records.red_lines.put(holds)
    return NOTHING


def _end(records: Records, red_line_id: str, now: datetime) -> None:
    before = records.red_lines.find(red_line_id) if red_line_id else None
    if before is not None and before.holds:
        records.red_lines.put(replace(before, ended_at=now))
