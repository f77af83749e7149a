"""What agreeing to a change of a decision right does: from then on the project has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.consent.keeping import Records
from flows.decisions.rights import find_right
from flows.effects import NOTHING, Effects
from flows.projects.records import DecisionRight, Project
from flows.rights.records import RightChange


def put_in_force(records: Records, project_id: str, change: RightChange, now: datetime) -> Effects:  # noqa: ARG001
    """The project as agreed. What was raised before keeps the path it was raised with."""
    project = records.projects.get(project_id)
    records.projects.put(replace(project, decision_rights=changed(project, change)))
    return NOTHING


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
