"""The moves of a live drill, each a new value, on the clocks and the path of a real request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.escalations import times
from flows.escalations.ladder import Request, Route, resolve
from flows.escalations.records import Urgency
from flows.live_drills.records import Gap, LiveDrill, LiveDrillState, Rung
from flows.phrases import Phrase

URGENCY = Urgency.NORMAL
"""A drill is never written at night."""
AHEAD = timedelta(days=60)
"""A deadline that no path misses: each step has its whole time."""


def path(cast: Cast, tradeoff: str, now: datetime) -> Route:
    """The one that a real request takes now. Raises Invalid where nobody may decide."""
    return resolve(cast, Request("", tradeoff, now + AHEAD, URGENCY), now)


def rungs(route: Route, at_most: timedelta | None) -> tuple[Rung, ...]:
    """Each with the agreed time, or the shortened one."""
    return tuple(
        Rung(step.person_id, step.role, step.allowed if at_most is None else min(step.allowed, at_most))
        for step in route.ladder
    )


def gaps(route: Route, cast: Cast, tradeoff: str) -> Iterator[Gap]:
    """What stands in the way before anybody is asked."""
    for one in route.skipped:
        yield Gap(one.person_id, Phrase("{why}, as {role}", why=one.why, role=one.role.value))
    right = find_right(cast.project, tradeoff)
    if right is None:
        yield Gap("", Phrase("Nobody is named to decide it, so the sponsor is asked first."))
    elif not right.deputy or right.deputy == right.decider:
        yield Gap("", Phrase("Nobody is named deputy."))


def ask(drill: LiveDrill, step: int, cast: Cast, now: datetime) -> LiveDrill:
    """The next person's turn, as soon as they may be written to; the end where nobody follows."""
    if step >= len(drill.rungs):
        return ended(drill, LiveDrillState.OVER, now)
    rung = drill.rungs[step]
    person = cast.person(rung.person)
    asked_at = times.seen(person, now, URGENCY)
    until = times.advance(person, asked_at, rung.allowed, URGENCY)
    return replace(with_rung(drill, step, replace(rung, asked_at=asked_at, until=until)), step=step, due_at=until)


def with_rung(drill: LiveDrill, step: int, rung: Rung) -> LiveDrill:
    """With that rung in its place."""
    return replace(drill, rungs=(*drill.rungs[:step], rung, *drill.rungs[step + 1 :]))


def ended(drill: LiveDrill, state: LiveDrillState, now: datetime) -> LiveDrill:
    """Nobody else is asked."""
    return replace(drill, state=state, ended_at=now, due_at=None)
