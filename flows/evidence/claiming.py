"""“It is done”: a function claims a milestone, or what proof was asked of; who asked sees what is not evidenced.

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
from flows.topics import is_about


def claim_done(records: Records, actor: Actor, command: ClaimDone, now: datetime) -> Effects:
    """A function says that something is done; it is kept with each piece of proof that was asked for it."""
    cast = Cast(records, project_here(records, actor, command.channel))
    function, said = _speaks(cast.project, actor), command.milestone.strip()
    known = [
        each for each in records.evidence.where(project_id=cast.project.id) if each.state is not EvidenceState.DROPPED
    ]
    milestone = _milestone(cast.project, said)
    asked = _of_milestone(known, milestone) if milestone is not None else _about(known, said, cast.project)
    words = "" if milestone is not None else said
    for each in asked:
        others = tuple(claim for claim in each.claims if claim.function != function.id)
        records.evidence.put(replace(each, claims=(*others, Claim(function.id, actor.person_id, now, words))))
    missing = sum(not judging.is_evidenced(each, cast.project) for each in asked)
    told = Phrase(
        "Kept: {function} says that {what} is {done}. {found}",
        function=function.name,
        what=milestone.name if milestone is not None else Quote(shortened(words, TITLE)),
        done="reached" if milestone is not None else "done",
        found=_found(missing),
    )
    return Effects(reply=Message(told, (Text(told),)))


def _of_milestone(known: Iterable[Obligation], milestone: Milestone) -> list[Obligation]:
    found = [each for each in known if each.milestone == milestone.id]
    if not found:
        raise NotFound(
            "No function has asked for proof of {milestone}, so there is nothing to keep this with. You can tell it in "
            "the project's channel.",
            milestone=milestone.name,
        )
    return found


def _about(known: Iterable[Obligation], said: str, project: Project) -> list[Obligation]:
    """The proof whose name is about what is said to be done, or the other way round."""
    found = [each for each in known if is_about(each.what, said) or is_about(said, each.what)]
    if not found:
        names = Listing(tuple(each.name for each in project.milestones), empty="none", last="or")
        raise Invalid(
            "Please say which milestone is reached, for example /align done and its name. There are: {names}. What was "
            "asked proof of can be named as well: /align evidence lists it.",
            names=names,
        )
    return found


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


def _milestone(project: Project, said: str) -> Milestone | None:
    """By its id or name, else the only one whose name is about these words."""
    found = [each for each in project.milestones if each.id == said or same_name(said, each.name)]
    found = found or [each for each in project.milestones if is_about(each.name, said)]
    same = [each for each in found if is_about(said, each.name)]
    return (same or found)[0] if len(same or found) == 1 else None


def claimed(obligations: Iterable[Obligation], project: Project, person_id: str) -> tuple[Phrase, ...]:
    """What this person's function asked proof of, that others say is done, and that is not evidenced."""
    return tuple(
        Phrase(
            "{done}: claimed by {functions}, not evidenced: {label} {what}",
            done=Quote(shortened(said, TITLE)) if said else milestone_name(each.milestone or "", project),
            functions=_claimants(each, said, project),
            label=each.label,
            what=Quote(shortened(each.what, TITLE)),
        )
        for each in obligations
        if _lacks(each, project, person_id)
        for said in dict.fromkeys(claim.words for claim in each.claims)
    )


def _lacks(obligation: Obligation, project: Project, person_id: str) -> bool:
    """Whether a function that this person speaks for asked for it and has not accepted it from somebody else."""
    if obligation.state is EvidenceState.DROPPED:
        return False
    mine = judging.asked_by(obligation, project, person_id)
    return any(not judging.is_evidenced_for(obligation, each, project) for each in mine)


def _claimants(obligation: Obligation, said: str, project: Project) -> Listing:
    names = {each.id: each.name for each in project.functions}
    claims = (claim for claim in obligation.claims if claim.words == said)
    return Listing(tuple(names.get(claim.function, claim.function) for claim in claims))
