"""What agreeing to a change of a decision right does: from then on the project has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.charter.newcomers import joined
from flows.consent.keeping import Records
from flows.consent.records import Proposal
from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.effects import Effects
from flows.projects.records import DecisionRight, Project
from flows.rights.records import RightChange
from flows.rights.welcome import welcomes


def put_in_force(records: Records, proposal: Proposal, change: RightChange, now: datetime) -> Effects:
    """The project as agreed; who is named decider for the first time is told what that means.

    What was raised before keeps the path it was raised with.
    """
    before = records.projects.get(proposal.project_id)
    right = None if change.right is None else replace(change.right, rule=rule_of(proposal))
    after = replace(before, decision_rights=changed(before, replace(change, right=right)))
    records.projects.put(after)
    told = (*welcomes(before, Cast(records, after), now), *joined(records, before, after, now))
    return Effects(tuple(told) if right is not None else ())


def rule_of(proposal: Proposal) -> str:
    """What people call an agreed right: "R-3"."""
    return f"R-{proposal.number}"


def changed(project: Project, change: RightChange) -> tuple[DecisionRight, ...]:
    """The rights with that one set, replaced or taken away; there is one for each kind of decision, never two."""
    old = find_right(project, change.tradeoff)
    after = (change.right,) if change.right else ()
    if old is None:
        return (*project.decision_rights, *after)
    found: list[DecisionRight] = []
    for right in project.decision_rights:
        found += after if right is old else (right,)
    return tuple(found)
