"""Red lines that an escalation touches: their owners are asked at once, and silence decides nothing any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.decisions.cast import Cast
from flows.escalations import times
from flows.escalations.holds import asked_event, voice
from flows.escalations.records import Escalation, Urgency
from flows.holds.records import Hold
from flows.projects.records import Silence
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import InForce, RedLine, TradeoffOrder
from flows.red_lines.tripping import touched


class Watched(Protocol):
    """What is in force."""

    @property
    def red_lines(self) -> RedLines: ...


def in_force(records: Watched, project_id: str) -> tuple[InForce, ...]:
    """Everything that holds in the project."""
    return tuple(each for each in records.red_lines.where(project_id=project_id) if each.holds)


def order_in(bounds: Iterable[InForce]) -> TradeoffOrder | None:
    """The agreed trade-off order."""
    return next((each.content for each in bounds if isinstance(each.content, TradeoffOrder)), None)


def new_holds(
    there: tuple[Hold, ...],
    bounds: tuple[InForce, ...],
    texts: Iterable[str],
    urgency: Urgency,
    *,
    cast: Cast,
    now: datetime,
) -> tuple[Hold, ...]:
    """One for each red line that these texts touch and that is not held yet. `there`: those that are."""
    known = {hold.id for hold in there}
    new = []
    for red_line_id, words in touched(bounds, texts).items():
        line = next(each.content for each in bounds if each.id == red_line_id)
        if red_line_id in known or not isinstance(line, RedLine):
            continue
        person = voice(line.owner, cast, now)
        start, span = times.seen(person, now, urgency), times.QUIET_FOR[urgency]
        until = times.advance(person, start, span, urgency)
        remind_at = times.advance(person, start, span / 2, urgency)
        new.append(Hold(red_line_id, line.text, line.owner, words, person.id, now, until, remind_at=remind_at))
    return tuple(new)


def held(
    escalation: Escalation, bounds: tuple[InForce, ...], texts: Iterable[str], cast: Cast, now: datetime, *, by: str
) -> Escalation:
    """The escalation with a hold for each red line that these texts touch and that is not held yet; itself if none."""
    new = new_holds(escalation.holds, bounds, texts, escalation.urgency, cast=cast, now=now)
    if not new:
        return escalation
    events = tuple(asked_event(hold, cast, now, by) for hold in new)
    silence = Silence.BLOCKS if escalation.silence is Silence.PROCEEDS else escalation.silence
    return replace(escalation, holds=(*escalation.holds, *new), history=(*escalation.history, *events), silence=silence)
