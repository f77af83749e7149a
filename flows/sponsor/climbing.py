"""When what is undecided comes to the sponsor if nobody before them answers, on its own clock."""

from __future__ import annotations

from datetime import datetime

from flows.decisions.cast import Cast
from flows.escalations import rules as escalating
from flows.escalations import times
from flows.escalations.records import Escalation
from flows.resolving import rules as resolving
from flows.resolving.records import DECIDING, LADDER, LiveContradiction, LiveState
from flows.resolving.rungs import stands


def is_with(matter: Escalation | LiveContradiction, cast: Cast) -> bool:
    """Whether the sponsor is asked to decide it now."""
    if isinstance(matter, Escalation):
        return matter.turn.person_id == cast.project.sponsor
    return matter.rung in DECIDING and stands(matter, matter.rung, cast) == cast.project.sponsor


def comes(matter: Escalation | LiveContradiction, cast: Cast) -> datetime | None:
    """When the sponsor is asked, in their working time; for what is with them already, when its time is over. None
    where they are not asked."""
    if isinstance(matter, Escalation):
        return _escalation(matter, cast) if matter.is_open else None
    return _contradiction(matter, cast)


def _escalation(matter: Escalation, cast: Cast) -> datetime | None:
    if is_with(matter, cast):
        return matter.until
    if escalating.proceeds_in_silence(matter):
        return None
    at = matter.until
    for step in matter.ladder[matter.step + 1 :]:
        person = cast.person(step.person_id)
        at = times.seen(person, at, matter.urgency)
        if step.person_id == cast.project.sponsor:
            return at
        at = times.advance(person, at, step.allowed, matter.urgency)
    return None


def _contradiction(matter: LiveContradiction, cast: Cast) -> datetime | None:
    """Only of what everybody may know: what is cleared up in private is nobody else's yet."""
    began = at = matter.until
    for _ in LADDER:
        if matter.state is not LiveState.OPEN:
            return None
        if is_with(matter, cast):
            return began or matter.opened_at
        at = matter.until
        if at is None:
            return None
        matter, began = resolving.climb(matter, cast, at), at
    return None
