"""A decision that replaces an earlier one, and waits for functions that must agree or own a red line.

The earlier one holds until the new one is taken; then each points to the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from flows.decisions.records import Decision, Standing
from flows.escalations.commands import Draft


class Decisions(Protocol):
    def find(self, decision_id: str, /) -> Decision | None: ...
    def put(self, decision: Decision, /) -> None: ...


class Records(Protocol):
    """The decisions of the organisation."""

    @property
    def decisions(self) -> Decisions: ...


def label_of(decision_id: str) -> str:
    """What people call it: "D-3"."""
    return decision_id.rpartition("/")[2]


def still_replacing(records: Records, draft: Draft) -> Draft:
    """With the decision that holds on the same matter of the same project; with none where the client names another."""
    holds = _holding(records, draft.replaces)
    same = holds is not None and (holds.project_id, holds.tradeoff) == (draft.project_id, draft.tradeoff)
    wanted = holds.id if holds is not None and same else ""
    return draft if draft.replaces == wanted else replace(draft, replaces=wanted)


def _holding(records: Records, decision_id: str) -> Decision | None:
    """That decision, or the one that has replaced it since."""
    found = records.decisions.find(decision_id) if decision_id else None
    while found is not None and found.superseded_by is not None:
        found = records.decisions.find(found.superseded_by)
    return found if found is not None and found.standing is Standing.TAKEN else None


def replaced(records: Records, decision_id: str, new: Decision) -> tuple[Decision, Decision | None]:
    """The new decision and the one that it replaces, which point to each other; both are kept."""
    old = _holding(records, decision_id)
    if old is None:
        records.decisions.put(new)
        return new, None
    newer, older = replace(new, supersedes=old.id), replace(old, superseded_by=new.id)
    records.decisions.put(newer)
    records.decisions.put(older)
    return newer, older
