"""Proposing to drop what was agreed. A look: open_ending. A change: propose_ending."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.consent import subjects
from flows.consent.holding import still_holds
from flows.consent.keeping import Records
from flows.consent.loading import check_runs, load
from flows.consent.proposing import check_may_propose, propose, reword
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import newer, since
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.endings.commands import OpenEnding, ProposeEnding
from flows.endings.records import Ending
from flows.errors import Invalid, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.rights.records import RightChange

LONGEST = 500


def open_ending(records: Records, actor: Actor, command: OpenEnding, now: datetime) -> Effects:  # noqa: ARG001
    """The form: why should it hold no more?"""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        check_runs(proposal, cast, actor)
        ending = _ending(proposal)
        submits = ProposeEnding(ending.of, proposal.id, proposal.version)
        return Effects(reply=_form(ending, cast, submits))
    agreed, cast = _to_drop(records, actor, command.agreed_id)
    return Effects(reply=_form(_of(agreed, ""), cast, ProposeEnding(agreed.id)))


def _form(ending: Ending, cast: Cast, submits: ProposeEnding) -> Form:
    about = Section("Drop it", subjects.title(ending.content, cast))
    why = TextField(
        "why", "Why should it hold no more?", value=ending.why, required=True, multiline=True, limit=LONGEST
    )
    intro = "It holds until the functions have consented; first you see a draft."
    return Form("Drop what was agreed", submits, (about, why), submit="Keep", intro=intro)


def _to_drop(records: Records, actor: Actor, agreed_id: str) -> tuple[Proposal, Cast]:
    """What is in force, for who may propose. Raises NotAllowed; WrongState for what does not hold (any more)."""
    agreed, cast = load(records, actor, agreed_id)
    check_may_propose(cast, actor)
    if agreed.state is not ProposalState.AGREED:
        raise since(agreed, cast)
    if not still_holds(records, agreed):
        raise WrongState("Something newer was agreed in its place, so this holds no more already.")
    return agreed, cast


def _of(agreed: Proposal, why: str) -> Ending:
    match agreed.content:
        case RightChange():
            raise Invalid("A decision right is taken away from the list of rights: type /align rights.")
        case Ending():
            raise Invalid("This has dropped something already; propose it anew instead.")
        case content:
            return Ending(agreed.id, content, why)


def _ending(proposal: Proposal) -> Ending:
    match proposal.content:
        case Ending() as ending:
            return ending
        case _:
            raise Invalid("This proposal drops nothing.")


def propose_ending(records: Records, actor: Actor, command: ProposeEnding, now: datetime) -> Effects:
    """A draft, or a new wording of one. Raises InvalidForm without a reason."""
    filled = Filled(command.values)
    why = filled.read("why", at_most(LONGEST), "Please say why: the functions are asked to agree to it.") or ""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        check_runs(proposal, cast, actor)
        filled.check()
        if proposal.version != command.version:
            raise newer(proposal)
        before = _ending(proposal)
        return reword(records, actor, proposal, Ending(before.of, before.content, why), now)
    agreed, cast = _to_drop(records, actor, command.agreed_id)
    filled.check()
    return propose(records, actor, cast, _of(agreed, why), now)
