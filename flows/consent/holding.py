"""Whether what was agreed still holds, and whether anybody is about to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.consent import subjects
from flows.consent.records import Proposal, ProposalState
from flows.endings.records import Ending
from flows.red_lines.records import InForce, RedLine, Tolerances, TradeoffOrder


class Proposals(Protocol):
    """Proposals of a project."""

    def where(self, *, project_id: str, state: str | None = ...) -> Sequence[Proposal]: ...


class Bounds(Protocol):
    """Red lines, tolerances and trade-off orders of a project."""

    def where(self, *, project_id: str) -> Sequence[InForce]: ...


class Agreed(Protocol):
    """What was agreed and is in force."""

    @property
    def proposals(self) -> Proposals: ...

    @property
    def red_lines(self) -> Bounds: ...


def in_force(records: Agreed, project_id: str, kind: str, matter: str = "") -> Proposal | None:
    """The newest agreed proposal of that kind and matter, if there is one."""
    found = None
    for proposal in records.proposals.where(project_id=project_id, state=ProposalState.AGREED.value):
        content = proposal.content
        if (subjects.kind(content), subjects.matter(content)) == (kind, matter):
            found = proposal
    return found


def still_holds(records: Agreed, agreed: Proposal) -> bool:
    """Whether it was agreed, was not dropped, and nothing newer has taken its place."""
    if agreed.state is not ProposalState.AGREED:
        return False
    match agreed.content:
        case RedLine() | Tolerances() | TradeoffOrder():
            return bound_of(records, agreed) is not None
        case content:
            newest = in_force(records, agreed.project_id, subjects.kind(content), subjects.matter(content))
            return newest is not None and newest.id == agreed.id


def bound_of(records: Agreed, agreed: Proposal) -> InForce | None:
    """What came into force with it and still is."""
    bounds = records.red_lines.where(project_id=agreed.project_id)
    return next((each for each in bounds if each.holds and each.proposal_id == agreed.id), None)


def being_changed(records: Agreed, agreed: Proposal) -> bool:
    """Whether a proposal to change or to drop it is open."""
    bound = bound_of(records, agreed)
    kind, matter = subjects.kind(agreed.content), subjects.matter(agreed.content)
    for each in records.proposals.where(project_id=agreed.project_id):
        if not each.is_open:
            continue
        match each.content:
            case Ending(of=of) if of == agreed.id:
                return True
            case RedLine(replaces=replaces) if bound is not None and replaces == bound.id:
                return True
            case content if (subjects.kind(content), subjects.matter(content)) == (kind, matter):
                return True
            case _:
                pass
    return False
