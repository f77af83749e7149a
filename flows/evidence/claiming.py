"""“It is done”: a function claims a milestone; functions that asked for proof of it see what is not evidenced.

Changes: claim_done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import Invalid, NotAllowed, NotFound
from flows.evidence import judging
from flows.evidence.cards import milestone_name
from flows.evidence.commands import ClaimDone
from flows.evidence.keeping import Records
from flows.evidence.records import Claim, EvidenceState, Obligation
from flows.evidence.standing import TITLE
from flows.messages import Message, Text
from flows.phrases import Count, Listing, Phrase, Quote
from flows.projects.membership import project_here
from flows.projects.records import Function, Milestone, Project
from flows.questionnaires.wording import shortened
from flows.text import same_name


def claim_done(records: Records, actor: Actor, command: ClaimDone, now: datetime) -> Effects:
    """A function says that a milestone is reached; it is kept with each piece of proof that was asked for it."""
    cast = Cast(records, project_here(records, actor, command.channel))
    function = _speaks(cast.project, actor)
    milestone = _milestone(cast.project, command.milestone)
    asked = [
        each
        for each in records.evidence.where(project_id=cast.project.id)
        if each.milestone == milestone.id and each.state is not EvidenceState.DROPPED
    ]
    if not asked:
        raise NotFound(
            "No function has asked for proof of {milestone}, so there is nothing to keep this with. You can tell it in "
            "the project's channel.",
            milestone=milestone.name,
        )
    for each in asked:
        others = tuple(claim for claim in each.claims if claim.function != function.id)
        records.evidence.put(replace(each, claims=(*others, Claim(function.id, actor.person_id, now))))
    missing = sum(not judging.is_evidenced(each, cast.project) for each in asked)
    told = Phrase(
        "Kept: {function} says that {milestone} is reached. {found}",
        function=function.name,
        milestone=milestone.name,
        found=_found(missing),
    )
    return Effects(reply=Message(told, (Text(told),)))


def _found(missing: int) -> Phrase:
    if not missing:
        return Phrase("All proof that was asked for it is accepted.")
    count = Count(missing, "piece of proof is", "pieces of proof are")
    return Phrase("{count} not accepted yet; the functions that asked for proof see both.", count=count)


def _speaks(project: Project, actor: Actor) -> Function:
    for function in project.functions:
        if actor.person_id in (function.representative, function.deputy):
            return function
    raise NotAllowed("Only who speaks for a function can say that a milestone is reached. Please ask one of them.")


def _milestone(project: Project, said: str) -> Milestone:
    wanted = said.strip()
    found = next((each for each in project.milestones if each.id == wanted or same_name(wanted, each.name)), None)
    if found is None:
        names = Listing(tuple(each.name for each in project.milestones), empty="none", last="or")
        raise Invalid(
            "Please say which milestone is reached, for example /align done and its name. There are: {names}.",
            names=names,
        )
    return found


def claimed(obligations: Iterable[Obligation], project: Project, person_id: str) -> tuple[Phrase, ...]:
    """What this person's function asked proof of, that others say is done, and that is not evidenced."""
    return tuple(
        Phrase(
            "{milestone}: claimed by {functions}, not evidenced: {label} {what}",
            milestone=milestone_name(each.milestone or "", project),
            functions=_claimants(each, project),
            label=each.label,
            what=Quote(shortened(each.what, TITLE)),
        )
        for each in obligations
        if each.claims and _lacks(each, project, person_id)
    )


def _lacks(obligation: Obligation, project: Project, person_id: str) -> bool:
    """Whether a function that this person speaks for asked for it and has not accepted it from somebody else."""
    if obligation.state is EvidenceState.DROPPED:
        return False
    mine = judging.asked_by(obligation, project, person_id)
    return any(not judging.is_evidenced_for(obligation, each, project) for each in mine)


def _claimants(obligation: Obligation, project: Project) -> Listing:
    names = {each.id: each.name for each in project.functions}
    return Listing(tuple(names.get(claim.function, claim.function) for claim in obligation.claims))
