"""Proposing who decides something: set, changed or taken away, always by the consent of the functions.

A look: open_right_change. Changes: propose_right, propose_no_right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.consent.keeping import Records
from flows.consent.loading import check_runs, load
from flows.consent.proposing import check_may_propose, open_one, propose, reword
from flows.consent.records import Proposal
from flows.consent.wording import newer
from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.effects import Effects
from flows.errors import Invalid, WrongState
from flows.rights.commands import OpenRightChange, ProposeNoRight, ProposeRight
from flows.rights.form import read_right, right_form
from flows.rights.records import RightChange

KIND = "right"


def open_right_change(records: Records, actor: Actor, command: OpenRightChange, now: datetime) -> Effects:  # noqa: ARG001
    """The form, filled with what holds now, or with the proposal that is open."""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        return _reworded(proposal, cast, actor)
    cast = Cast(records, records.projects.get(command.project_id))
    check_may_propose(cast, actor)
    tradeoff = known(cast, command.tradeoff)
    there = open_one(records, cast, KIND, tradeoff)
    if there is not None:
        return _reworded(there, cast, actor)
    right = find_right(cast.project, tradeoff)
    return Effects(reply=right_form(cast, actor, right, ProposeRight(cast.project.id, tradeoff)))


def _reworded(proposal: Proposal, cast: Cast, actor: Actor) -> Effects:
    check_runs(proposal, cast, actor)
    change = change_of(proposal)
    submits = ProposeRight(cast.project.id, change.tradeoff, proposal.id, proposal.version)
    return Effects(reply=right_form(cast, actor, change.right or change.before, submits))


def known(cast: Cast, tradeoff: str) -> str:
    """The tradeoff as the project writes it. Raises Invalid for one that it does not have."""
    wanted = sorted(tradeoff.split("/"))
    for each in cast.tradeoffs:
        if sorted(each.split("/")) == wanted:
            return each
    raise Invalid("This kind of decision does not exist in the project. Please open the list again: /align rights.")


def change_of(proposal: Proposal) -> RightChange:
    """What the proposal is about. Raises Invalid for a proposal about something else."""
    match proposal.content:
        case RightChange() as change:
            return change
        case _:
            raise Invalid("This is not about a decision right.")


def propose_right(records: Records, actor: Actor, command: ProposeRight, now: datetime) -> Effects:
    """A draft, or a new wording of one. Raises InvalidForm where not exactly one person decides."""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        change = change_of(proposal)
        check_runs(proposal, cast, actor)
        if proposal.version != command.version:
            raise newer(proposal)
        right = read_right(cast, actor, change.tradeoff, command.values, change.right or change.before)
        return reword(records, actor, proposal, RightChange(change.tradeoff, right, change.before), now)
    cast = Cast(records, records.projects.get(command.project_id))
    check_may_propose(cast, actor)
    tradeoff = known(cast, command.tradeoff)
    before = find_right(cast.project, tradeoff)
    right = read_right(cast, actor, tradeoff, command.values, before)
    if before is not None and right == replace(before, rule=""):
        raise WrongState("This is what holds already, so there is nothing to agree on.")
    return propose(records, actor, cast, RightChange(tradeoff, right, before), now)


def propose_no_right(records: Records, actor: Actor, command: ProposeNoRight, now: datetime) -> Effects:
    """A draft that takes the right away. Raises WrongState where there is none."""
    cast = Cast(records, records.projects.get(command.project_id))
    check_may_propose(cast, actor)
    tradeoff = known(cast, command.tradeoff)
    before = find_right(cast.project, tradeoff)
    if before is None:
        raise WrongState("Nobody is named to decide this, so there is nothing to take away.")
    return propose(records, actor, cast, RightChange(tradeoff, None, before), now)
