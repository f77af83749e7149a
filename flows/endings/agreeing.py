"""What agreeing to drop something does: it holds no more, and stays readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.consent.keeping import Records
from flows.consent.records import TRANSITIONS, ProposalState
from flows.effects import NOTHING, Effects
from flows.endings.records import Ending


def end(records: Records, project_id: str, ending: Ending, now: datetime) -> Effects:
    """The proposal that was agreed is over, and whatever came into force with it; nothing where it is over already."""
    agreed = records.proposals.find(ending.of)
    if agreed is None or ProposalState.ENDED not in TRANSITIONS[agreed.state]:
        return NOTHING
    records.proposals.put(replace(agreed, state=ProposalState.ENDED, due_at=None))
    for each in records.red_lines.where(project_id=project_id):
        if each.proposal_id == ending.of and each.holds:
            records.red_lines.put(replace(each, ended_at=now))
    return NOTHING
