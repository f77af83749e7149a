"""Somebody is away: what they were asked goes to the next where they would be too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.effects import NOTHING, Effects
from flows.escalations import holds, rules, times
from flows.escalations.answering import moved
from flows.escalations.keeping import Records
from flows.escalations.records import Escalation, EscalationState, Event, Happened
from flows.escalations.word_due import somebody_else_speaks
from flows.holds.records import Word


def past_who_is_away(records: Records, before: Escalation, cast: Cast, now: datetime) -> Effects | None:
    """The next rung, when the one in turn is away until it is too late; None where nobody else is there."""
    gone = times.missing(cast.person(before.turn.person_id), now, before.deadline, before.urgency)
    if gone is None:
        return None
    event = Event(Happened.SKIPPED, now, CLOCK, about=before.turn.person_id, why=gone)
    after = rules.move_on(before, event, cast)
    if after.state is EscalationState.EXHAUSTED:
        return None
    records.escalations.put(after)
    return moved(before, after, cast, now)


def pass_on(records: Records, person_id: str, now: datetime) -> Effects:
    """Somebody is away from now on: what they were asked goes to the next where they would be too late, and whoever
    else speaks for their function is asked for its word."""
    told = []
    for project in records.projects.all():
        cast = Cast(records, project)
        for escalation in records.escalations.where(project_id=project.id):
            if escalation.due_at is None:
                continue
            if _speaks_no_more(escalation, person_id, cast, now):
                told.append(somebody_else_speaks(records, escalation, person_id, cast, now))
                escalation = records.escalations.get(escalation.id)
            if escalation.state is EscalationState.ASKED and escalation.turn.person_id == person_id:
                told.append(past_who_is_away(records, escalation, cast, now) or NOTHING)
    return together(told)


def _speaks_no_more(escalation: Escalation, person_id: str, cast: Cast, now: datetime) -> bool:
    """Whether a word was asked of them that somebody else gives now."""
    waiting = (hold for hold in escalation.holds if hold.word is Word.WAITS and hold.asked == person_id)
    return any(holds.voice(hold.owner, cast, now).id != person_id for hold in waiting)


def together(told: Sequence[Effects]) -> Effects:
    """What several of them lead to, as one."""
    return Effects(
        posts=tuple(post for effects in told for post in effects.posts),
        withdraw=tuple(prefix for effects in told for prefix in effects.withdraw),
    )
