"""Finding a proposal for somebody, and who may do what with it. Default deny."""

from __future__ import annotations

from flows.commands import Actor
from flows.consent.keeping import Records
from flows.consent.records import Proposal
from flows.consent.wording import newer
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read, reach
from flows.errors import NotAllowed, NotFound
from flows.projects.records import Function


def load(records: Records, actor: Actor, proposal_id: str) -> tuple[Proposal, Cast]:
    """The proposal, if the actor may read it. Raises NotFound and NotAllowed; a draft is its proposer's only."""
    proposal = records.proposals.get(proposal_id)
    cast = Cast(records, records.projects.get(proposal.project_id))
    check_may_read(cast, actor.person_id)
    if not proposal.rounds and not proposal.remarks and proposal.until is None and not _runs(proposal, cast, actor):
        raise NotFound("There is no such proposal here. It may have been removed.")
    return proposal, cast


def load_to_run(records: Records, actor: Actor, proposal_id: str, version: int) -> tuple[Proposal, Cast]:
    """… to move it on: only who proposed it and the facilitator do. Raises NotAllowed, and WrongState if reworded."""
    proposal, cast = load(records, actor, proposal_id)
    check_runs(proposal, cast, actor)
    if proposal.version != version:
        raise newer(proposal)
    return proposal, cast


def load_to_speak(
    records: Records, actor: Actor, proposal_id: str, version: int, function: str
) -> tuple[Proposal, Cast]:
    """… to speak for a function: its representative and its deputy do. Raises NotAllowed, and WrongState."""
    proposal, cast = load(records, actor, proposal_id)
    found = next((each for each in cast.project.functions if each.id == function), None)
    if found is None or function not in proposal.asked:
        raise NotFound("This function was not asked for this.")
    check_speaks(found, cast, actor)
    if proposal.version != version:
        raise newer(proposal)
    return proposal, cast


def _runs(proposal: Proposal, cast: Cast, actor: Actor) -> bool:
    return actor.person_id in (proposal.by, cast.project.facilitator, cast.project.sponsor)


def check_runs(proposal: Proposal, cast: Cast, actor: Actor) -> None:
    """Only who proposed it, the facilitator and the sponsor move it on. Raises NotAllowed."""
    if not _runs(proposal, cast, actor):
        allowed = tuple(dict.fromkeys(each for each in (proposal.by, cast.project.facilitator) if each))
        raise NotAllowed(
            "Only {who} can do this. {reach}", who=cast.whos(allowed, last="or"), reach=reach(cast.person(allowed[0]))
        )


def check_speaks(function: Function, cast: Cast, actor: Actor) -> None:
    """Only a function's representative and deputy speak for it. Raises NotAllowed."""
    voices = tuple(each for each in (function.representative, function.deputy) if each)
    if actor.person_id not in voices:
        raise NotAllowed(
            "Only {who} can speak for {function}. {reach}",
            who=cast.whos(voices, last="or"),
            function=function.name,
            reach=reach(cast.person(voices[0])),
        )


def functions_of(proposal: Proposal, cast: Cast, person_id: str) -> tuple[Function, ...]:
    """The functions that the person speaks for and that were asked, as representative or deputy."""
    return tuple(
        each
        for each in cast.project.functions
        if each.id in proposal.asked and person_id in (each.representative, each.deputy)
    )
