"""Whether what was agreed still holds, and whether anybody is about to change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.consent import cards, subjects
from flows.consent.keeping import Records
from flows.consent.records import Proposal, ProposalState
from flows.decisions.cast import Cast
from flows.effects import Post
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
    """What was agreed last of that kind and matter, if there is something that holds."""
    agreed = records.proposals.where(project_id=project_id, state=ProposalState.AGREED.value)
    return holding(agreed).get((kind, matter))


def holding(agreed: Iterable[Proposal]) -> dict[tuple[str, str], Proposal]:
    """By kind and matter, of these that were agreed: the latest agreement counts, whatever was proposed first."""
    found: dict[tuple[str, str], Proposal] = {}
    for each in sorted(agreed, key=when_agreed):
        found[subjects.kind(each.content), subjects.matter(each.content)] = each
    return {what: each for what, each in found.items() if not each.replaced_by}


def when_agreed(agreed: Proposal) -> tuple[datetime, int]:
    """What they are put in order by."""
    return agreed.ended_at or agreed.drafted_at, agreed.number


def replaced(records: Records, agreed: Proposal, cast: Cast, now: datetime) -> Iterator[Post]:
    """Goals, tolerances, orders and changes of a right whose place it takes, marked as such; their cards say so."""
    match agreed.content:
        case RedLine() | Ending():
            return
        case content:
            what = subjects.kind(content), subjects.matter(content)
    for each in records.proposals.where(project_id=agreed.project_id, state=ProposalState.AGREED.value):
        if each.id != agreed.id and (subjects.kind(each.content), subjects.matter(each.content)) == what:
            if each.replaced_by:
                continue
            old = replace(each, replaced_by=agreed.id)
            records.proposals.put(old)
            yield from cards.shown(old, cast, now)


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
