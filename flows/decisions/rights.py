"""Decision rights: who decides which tradeoff, whom a decision concerns, and how to reach people."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from flows.calendar import away_until, describe_hours
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.errors import NotAllowed
from flows.people import Person
from flows.phrases import Phrase, Value
from flows.projects.membership import may_act, members
from flows.projects.records import DecisionRight, Project


def check_may_read(cast: Cast, person_id: str) -> None:
    """Refuses with NotAllowed who has no part in the project."""
    if person_id not in members(cast.project):
        raise NotAllowed(
            "You have no part in the project {project}. {facilitator} can add you. {reach}",
            project=cast.project.name,
            facilitator=cast.who(cast.project.facilitator),
            reach=reach(cast.person(cast.project.facilitator)),
        )


def find_right(project: Project, tradeoff: str) -> DecisionRight | None:
    """The right for a tradeoff, whichever way round the pair is written."""
    wanted = _pair(tradeoff)
    for right in project.decision_rights:
        if _pair(right.tradeoff) == wanted:
            return right
    return None


@lru_cache(maxsize=1024)
def _pair(tradeoff: str) -> tuple[str, ...]:
    """Kept: each escalation looks at every right of its project a few times."""
    return tuple(sorted(tradeoff.split("/")))


def deciders(project: Project, tradeoff: str) -> tuple[str, ...]:
    """Who may be recorded as having decided a tradeoff: decider, deputy, who decides beyond its limits, sponsor."""
    right = find_right(project, tradeoff)
    named = () if right is None else (right.decider, right.deputy, right.higher and right.higher.decider)
    return tuple(dict.fromkeys(each for each in (*named, project.sponsor) if each))


def check_may_record(cast: Cast, actor: Actor) -> None:
    """Only people of the project record what was decided; who is outside, only if they may decide something."""
    project = cast.project
    named = actor.person_id in may_act(project)
    if named and actor.outside:
        named = any(actor.person_id in deciders(project, tradeoff) for tradeoff in cast.tradeoffs)
    if not named:
        raise NotAllowed(
            "Only people who have a part in {project} can record a decision{outside}. {facilitator} can add you. "
            "{reach}",
            project=project.name,
            outside=", and guests only their own" if actor.outside else "",
            facilitator=cast.who(project.facilitator),
            reach=reach(cast.person(project.facilitator)),
        )


def concerned(project: Project, tradeoff: str) -> tuple[str, ...]:
    """Whom a decision on a tradeoff concerns, as person ids.

    Those the right names (a function by its representative); every function where it names nobody.
    """
    right = find_right(project, tradeoff)
    parts = () if right is None else (right.recommend, right.must_agree, right.consulted, right.perform, right.informed)
    named = tuple(each for part in parts for each in part)
    voices = {function.id: function.representative for function in project.functions}
    found = [voices.get(name, name) for name in named] or list(voices.values())
    return tuple(dict.fromkeys(found))


def reach(person: Person) -> Phrase:
    """How to get hold of somebody."""
    hours = describe_hours(person)
    if person.email is None:
        return Phrase("{who} can be reached by direct message, {hours}.", who=person.who, hours=hours)
    return Phrase("{who} can be reached at {email}, {hours}.", who=person.who, email=person.email, hours=hours)


def check_may_supersede(cast: Cast, tradeoff: str, decided_by: str, actor_id: str, now: datetime) -> None:
    """Only who may decide that tradeoff may replace a decision on it.

    That is its decider, and the deputy while the decider is away; the sponsor where nobody is named. A decision that
    the sponsor took, or who decides beyond the limits, can be replaced by them only: going up is not undone from below.
    """
    project = cast.project
    right = find_right(project, tradeoff)
    allowed = [project.sponsor]
    if right is not None and right.higher is not None and decided_by == right.higher.decider != right.decider:
        allowed = [decided_by]
    elif right is not None and decided_by != project.sponsor:
        decider = cast.person(right.decider)
        away = not decider.active or away_until(decider, now) is not None
        allowed = [right.decider, right.deputy] if away and right.deputy else [right.decider]
    if actor_id not in allowed:
        may: Value = cast.whos(tuple(allowed), last="or")
        raise NotAllowed(
            "Only {may} can replace a decision on {tradeoff}. {reach}",
            may=may,
            tradeoff=cast.tradeoff(tradeoff),
            reach=reach(cast.person(allowed[0])),
        )
