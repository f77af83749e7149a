"""Finding evidence for somebody, and who may do what with it. Default deny."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read, reach
from flows.decisions.voices import first_there
from flows.errors import NotAllowed, NotFound
from flows.evidence import judging, rules, turns
from flows.evidence.keeping import Records
from flows.evidence.records import EvidenceState, Obligation
from flows.projects.membership import check_runs

OTHERS = "Only {who} can do this: they asked for the evidence {label} or own a red line that it touches. {reach}"
OWN = "You give {label} or speak for who does, so only {who}, who asked for it, can say whether it is enough. {reach}"


def load(records: Records, actor: Actor, evidence_id: str) -> tuple[Obligation, Cast]:
    """One that the actor may read: everybody of the project, and whoever is named to give it.

    Raises NotAllowed, and NotFound for one that nobody needs any more: it may be nobody's to read now.
    """
    obligation = records.evidence.get(evidence_id)
    cast = Cast(records, records.projects.get(obligation.project_id))
    if not _gives(obligation, cast, actor):
        check_may_read(cast, actor.person_id)
    if obligation.state is EvidenceState.DROPPED:
        raise NotFound("There is no such evidence here. It may have been removed.")
    return obligation, cast


def _gives(obligation: Obligation, cast: Cast, actor: Actor) -> bool:
    return actor.person_id in rules.may_give(obligation.provider, cast.project)


def load_to_give(records: Records, actor: Actor, evidence_id: str, now: datetime) -> tuple[Obligation, Cast]:
    """… for its provider. Raises NotAllowed for anybody else, outsiders included."""
    obligation, cast = load(records, actor, evidence_id)
    if not _gives(obligation, cast, actor):
        givers = rules.may_give(obligation.provider, cast.project)
        who = givers or (turns.host(cast, now),)
        words = (
            "Only {who} can do this: the evidence {label} is asked of them. {reach}"
            if givers
            else "Nobody is named to give {label} yet. Only {who} can name somebody. {reach}"
        )
        reached = reach(cast.person(first_there(who, cast, now) or who[0]))
        raise NotAllowed(words, who=cast.whos(who, last="or"), label=obligation.label, reach=reached)
    return obligation, cast


def load_to_judge(records: Records, actor: Actor, evidence_id: str, now: datetime) -> tuple[Obligation, Cast]:
    """… for a function that asked for it and does not give it. Raises NotAllowed for anybody else."""
    obligation, cast = load(records, actor, evidence_id)
    project = cast.project
    if not judging.may_judge(obligation, project, actor.person_id):
        asked = (turns.asked_person(each, obligation, cast, now) for each in judging.judges(obligation, project))
        who = tuple(dict.fromkeys(each for each in asked if each)) or (turns.host(cast, now),)
        mine = judging.asked_by(obligation, project, actor.person_id) or _gives(obligation, cast, actor)
        words = OWN if mine else OTHERS
        reached = reach(cast.person(who[0]))
        raise NotAllowed(words, who=cast.whos(who, last="or"), label=obligation.label, reach=reached)
    return obligation, cast


def load_to_name(records: Records, actor: Actor, evidence_id: str) -> tuple[Obligation, Cast]:
    """… for whoever runs the project. Raises NotAllowed for anybody else."""
    obligation, cast = load(records, actor, evidence_id)
    check_runs(cast.project, actor, records.people)
    return obligation, cast
