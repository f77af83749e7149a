"""The legal moves of evidence, each a new value; who gives it and who asks, and when they are reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from flows.calendar import local_day, local_instant
from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.evidence.records import TRANSITIONS, EvidenceState, Given, Obligation
from flows.phrases import Instant
from flows.projects.records import Function, Project

AT = time(9)
BEFORE_AND_AFTER = (-7, -1, 1, 3, 7)
"""Days around the last day on which whoever owes it is reminded; after that the digest shows it, with its owner."""
UNANSWERED = timedelta(days=2)
"""So long after a question nobody has answered, they are reminded of it, once."""
OWED = frozenset({EvidenceState.ASKED, EvidenceState.PROMISED, EvidenceState.REJECTED})
"""In which it is the provider's turn."""


def since(obligation: Obligation, cast: Cast) -> WrongState:
    """What has happened since the card was drawn."""
    return WrongState(
        "{label} is {state} since {at}, so nothing was changed. Please look at it again with /align evidence.",
        label=obligation.label,
        state=obligation.stands,
        at=Instant(obligation.since, cast.project.zone),
    )


def move(obligation: Obligation, state: EvidenceState, cast: Cast, now: datetime) -> Obligation:
    """In that state, with its next reminder. Raises WrongState for what is no legal move."""
    if state not in TRANSITIONS[obligation.state]:
        raise since(obligation, cast)
    return timed(replace(obligation, state=state, since=now), cast.project, now)


def timed(obligation: Obligation, project: Project, now: datetime) -> Obligation:
    """With the next moment after `now` at which somebody is reminded."""
    return replace(obligation, due_at=_next_reminder(obligation, project, now))


def _next_reminder(obligation: Obligation, project: Project, now: datetime) -> datetime | None:
    if not obligation.is_open:
        return None
    moments = [] if obligation.state is EvidenceState.PROMISED else [obligation.since + UNANSWERED]
    if obligation.state in OWED and obligation.last_day is not None:
        days = [obligation.last_day + timedelta(days=days) for days in BEFORE_AND_AFTER]
        moments += [local_instant(day, AT, project.zone) for day in days]
    return min((moment for moment in moments if moment > now), default=None)


def give(obligation: Obligation, given: Given, cast: Cast, now: datetime) -> Obligation:
    """A new version; the old ones stay. Raises WrongState when it is not needed any more."""
    return replace(move(obligation, EvidenceState.GIVEN, cast, now), given=(*obligation.given, given))


def is_overdue(obligation: Obligation, project: Project, now: datetime) -> bool:
    """Whether it was to be given by a day that is over, and was not."""
    last = obligation.last_day
    late = {*OWED, EvidenceState.UNNAMED, EvidenceState.DECLINED}
    return last is not None and obligation.state in late and local_day(now, project.zone) > last


def hosts(project: Project) -> tuple[str, ...]:
    """Who runs it: the facilitator, then the sponsor."""
    return tuple(dict.fromkeys(each for each in (project.facilitator, project.sponsor) if each))


def voices(provider: str, project: Project) -> tuple[str, ...]:
    """Who speaks for a provider: a function's representative and deputy, or the one person."""
    function = next((each for each in project.functions if each.id == provider), None)
    if function is None:
        return (provider,) if provider else ()
    return (function.representative, *((function.deputy,) if function.deputy else ()))


def may_give(provider: str, project: Project) -> tuple[str, ...]:
    """Who can give it for a provider: who speaks for it; for a person the deputies of what they represent as well."""
    deputies = (each.deputy for each in project.functions if each.representative == provider and each.deputy)
    return tuple(dict.fromkeys((*voices(provider, project), *deputies)))


def askers(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that asked for it and are still there."""
    return tuple(each for each in project.functions if each.id in obligation.functions)
