"""Looking: one escalation with its history, and the open ones with their age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.log import readable
from flows.effects import Effects
from flows.escalations.buttons import show_button
from flows.escalations.cards import card, standing
from flows.escalations.commands import ListEscalations, ShowEscalation
from flows.escalations.keeping import Records
from flows.escalations.loading import load, proof
from flows.escalations.records import Escalation, EscalationState
from flows.escalations.rights import check_knows
from flows.messages import Block, Button, Buttons, Items, Message, Text
from flows.phrases import Count, Phrase, Quote

MOST_LISTED = 20
IN_A_ROW = 5


class Age(StrEnum):
    """How long a decision has been wanted, against when it is needed."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    CRITICAL = "critical"


WORST_FIRST = (Age.CRITICAL, Age.STALE, Age.AGEING, Age.FRESH)


def age_of(escalation: Escalation, now: datetime) -> Age:
    """Fresh in the first half of the time to the deadline, ageing in the second, stale past the deadline.

    Critical: nobody is left to ask, or it is past the deadline by two days or by as much time as there was.
    """
    span = escalation.deadline - escalation.raised_at
    late = now - escalation.deadline
    if escalation.state is EscalationState.EXHAUSTED or late > min(span, timedelta(days=2)):
        return Age.CRITICAL
    if late > timedelta():
        return Age.STALE
    return Age.FRESH if now - escalation.raised_at <= span / 2 else Age.AGEING


def show_escalation(records: Records, actor: Actor, command: ShowEscalation, now: datetime) -> Effects:  # noqa: ARG001
    """The card as it is now, with its whole history and what the reader may do."""
    escalation, cast = load(records, command.escalation_id)
    check_knows(cast, escalation, actor.person_id)
    shown = card(escalation, cast, actor.person_id, whole=True, proof=proof(records, escalation, cast))
    return Effects(reply=shown)


@dataclass(frozen=True)
class Listed:
    """One open escalation in its project."""

    escalation: Escalation
    cast: Cast
    age: Age


def list_escalations(records: Records, actor: Actor, command: ListEscalations, now: datetime) -> Effects:
    """The open ones, the most pressing first."""
    found = [
        Listed(escalation, cast, age_of(escalation, now))
        for cast in (Cast(records, project) for project in readable(records, actor, command.channel))
        for escalation in records.escalations.where(project_id=cast.project.id)
        if escalation.is_open
    ]
    if not found:
        return Effects(reply=Message("No decision is waiting. /escalate brings one to the person who may take it."))
    found.sort(key=lambda each: (WORST_FIRST.index(each.age), each.escalation.deadline, each.escalation.id))
    shown = found[:MOST_LISTED]
    heading = Phrase("{count} wait.", count=Count(len(found), "decision", "decisions"))
    if len(found) == 1:
        heading = Phrase("One decision waits.")
    buttons = [_show(each) for each in shown]
    rows = (Buttons(tuple(buttons[at : at + IN_A_ROW])) for at in range(0, len(buttons), IN_A_ROW))
    blocks: tuple[Block, ...] = (Text(heading), Items(tuple(_line(each, now) for each in shown)), *rows)
    if len(found) > len(shown):
        more = Phrase("{more} more are not shown.", more=len(found) - len(shown))
        blocks = (*blocks, Text(more))
    return Effects(reply=Message(heading, blocks))


def _line(listed: Listed, now: datetime) -> Phrase:
    escalation, cast = listed.escalation, listed.cast
    return Phrase(
        "{label}, {age}, open for {time}, {tradeoff}: {question} {standing}",
        label=escalation.label,
        age=listed.age.value,
        time=_time(now - escalation.raised_at),
        tradeoff=cast.tradeoff(escalation.tradeoff),
        question=Quote(escalation.question),
        standing=standing(escalation, cast),
    )


def _time(span: timedelta) -> Count:
    if span >= timedelta(days=2):
        return Count(span.days, "day", "days")
    return Count(int(span.total_seconds() // 3600), "hour", "hours")


def _show(listed: Listed) -> Button:
    button = show_button(listed.escalation)
    return Button(f"Show {listed.escalation.label}", button.does, about=button.about)
