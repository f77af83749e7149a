"""Proposing a red line, the tolerances and the trade-off order; each is agreed by the consent of the functions.

Looks: open_red_line, open_tolerances, open_tradeoff_order. Changes: propose_red_line, propose_tolerances,
propose_tradeoff_order.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.charter.newcomers import Charters
from flows.commands import Actor
from flows.consent.contents import Content
from flows.consent.keeping import KeptProjects, Proposals
from flows.consent.loading import check_runs, load
from flows.consent.proposing import check_may_propose, open_one, propose, reword
from flows.consent.records import Proposal
from flows.consent.wording import newer
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import Invalid, NotFound
from flows.forms import Form
from flows.projects.membership import project_here
from flows.red_lines import forms
from flows.red_lines.commands import (
    OpenRedLine,
    OpenTolerances,
    OpenTradeoffOrder,
    ProposeRedLine,
    ProposeTolerances,
    ProposeTradeoffOrder,
)
from flows.red_lines.drafting import order_of, refused
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import RedLine, Tolerances, TradeoffOrder
from flows.rounds.shelves import Records as RoundRecords

Wanted = ProposeRedLine | ProposeTolerances | ProposeTradeoffOrder


class Records(RoundRecords, Protocol):
    """What is proposed and in force, and the answers to draft from."""

    @property
    def projects(self) -> KeptProjects: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def charters(self) -> Charters: ...
    @property
    def red_lines(self) -> RedLines: ...


def open_red_line(records: Records, actor: Actor, command: OpenRedLine, now: datetime) -> Effects:  # noqa: ARG001
    """The form: filled with the proposal, with the red line that is to be changed, or with what functions said."""
    if command.proposal_id:
        proposal, cast = _to_reword(records, actor, command.proposal_id)
        line = _red_line(proposal)
        submits = ProposeRedLine(cast.project.id, line.replaces, proposal.id, proposal.version)
        return Effects(reply=forms.red_line_form(cast, line, submits))
    cast = _here(records, actor, command.project)
    drafted = _replaced(records, cast, command.replaces) if command.replaces else None
    if drafted is None and command.risk:
        drafted = next((each.draft() for each in refused(records, cast.project) if each.risk == command.risk), None)
    return Effects(reply=forms.red_line_form(cast, drafted, ProposeRedLine(cast.project.id, command.replaces)))


def _to_reword(records: Records, actor: Actor, proposal_id: str) -> tuple[Proposal, Cast]:
    proposal, cast = load(records, actor, proposal_id)
    check_runs(proposal, cast, actor)
    return proposal, cast


def _red_line(proposal: Proposal) -> RedLine:
    if not isinstance(proposal.content, RedLine):
        raise Invalid("This is not a red line.")
    return proposal.content


def _here(records: Records, actor: Actor, project: str) -> Cast:
    cast = Cast(records, project_here(records, actor, None, project))
    check_may_propose(cast, actor)
    return cast


def _replaced(records: Records, cast: Cast, red_line_id: str) -> RedLine:
    """The red line in force that is to be changed. Raises NotFound."""
    found = records.red_lines.find(red_line_id)
    here = found is not None and found.project_id == cast.project.id and found.holds
    if found is None or not here or not isinstance(found.content, RedLine):
        raise NotFound("There is no such red line in force here. /align red lines shows those that are.")
    return replace(found.content, replaces=red_line_id)


def propose_red_line(records: Records, actor: Actor, command: ProposeRedLine, now: datetime) -> Effects:
    """A draft of a red line, or a new wording. Raises InvalidForm with the problem at each field."""

    def read(cast: Cast) -> RedLine:
        if command.replaces:
            _replaced(records, cast, command.replaces)
        return replace(forms.read_red_line(cast, command.values), replaces=command.replaces)

    cast, before = _loaded(records, actor, command)
    return _propose(records, actor, cast, read(cast), before, now=now)


def _loaded(records: Records, actor: Actor, command: Wanted) -> tuple[Cast, Proposal | None]:
    """The project, and the proposal that is reworded. Raises NotAllowed; WrongState when it has a newer wording."""
    if not command.proposal_id:
        cast = Cast(records, records.projects.get(command.project_id))
        check_may_propose(cast, actor)
        return cast, None
    proposal, cast = _to_reword(records, actor, command.proposal_id)
    if proposal.version != command.version:
        raise newer(proposal)
    return cast, proposal


def _propose(
    records: Records, actor: Actor, cast: Cast, content: Content, before: Proposal | None, *, now: datetime
) -> Effects:
    if before is None:
        return propose(records, actor, cast, content, now)
    if type(before.content) is not type(content):
        raise Invalid("This is a proposal of another kind. Please press Reword on its card.")
    return reword(records, actor, before, content, now)


def open_tolerances(records: Records, actor: Actor, command: OpenTolerances, now: datetime) -> Effects:  # noqa: ARG001
    """The form: filled with the proposal, else with what is in force."""
    cast, proposal = _opened(records, actor, command, "tolerances")
    content = proposal.content if proposal else _in_force(records, cast, "tolerances")
    submits = ProposeTolerances(cast.project.id, *_which(proposal))
    return Effects(reply=forms.tolerances_form(content if isinstance(content, Tolerances) else None, submits))


def _opened(
    records: Records, actor: Actor, command: OpenTolerances | OpenTradeoffOrder, kind: str
) -> tuple[Cast, Proposal | None]:
    """The project, and the open proposal of that kind. Raises NotAllowed for who may not reword it."""
    if command.proposal_id:
        proposal, cast = _to_reword(records, actor, command.proposal_id)
        return cast, proposal
    cast = _here(records, actor, command.project)
    there = open_one(records, cast, kind)
    if there is not None:
        check_runs(there, cast, actor)
    return cast, there


def _which(proposal: Proposal | None) -> tuple[str, int]:
    return (proposal.id, proposal.version) if proposal else ("", 0)


def _in_force(records: Records, cast: Cast, kind: str) -> Content | None:
    found = records.red_lines.find(f"{cast.project.id}/{kind}")
    return found.content if found is not None else None


def propose_tolerances(records: Records, actor: Actor, command: ProposeTolerances, now: datetime) -> Effects:
    """A draft of the tolerances, or a new wording."""
    cast, before = _loaded(records, actor, command)
    return _propose(records, actor, cast, forms.read_tolerances(command.values), before, now=now)


def open_tradeoff_order(records: Records, actor: Actor, command: OpenTradeoffOrder, now: datetime) -> Effects:  # noqa: ARG001
    """The form: filled with the proposal, else with what is in force, else from the rankings that functions gave."""
    cast, proposal = _opened(records, actor, command, "order")
    content = proposal.content if proposal else _in_force(records, cast, "order")
    order = content if isinstance(content, TradeoffOrder) else order_of(records, cast.project)
    form: Form = forms.order_form(cast, order, ProposeTradeoffOrder(cast.project.id, *_which(proposal)))
    return Effects(reply=form)


def propose_tradeoff_order(records: Records, actor: Actor, command: ProposeTradeoffOrder, now: datetime) -> Effects:
    """A draft of the order, or a new wording."""
    cast, before = _loaded(records, actor, command)
    return _propose(records, actor, cast, forms.read_order(cast, command.values), before, now=now)
