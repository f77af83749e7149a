"""What who runs the project reads when a pulse is over: the result, and where to change what has moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.consent.records import ProposalState
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.goals.commands import OpenGoal
from flows.goals.records import Goal
from flows.messages import Block, Button, Buttons, Header, Message, Text, ToPerson
from flows.phrases import Phrase
from flows.pulse import cards
from flows.pulse.keeping import Kept, Records, last_closed
from flows.pulse.records import Area, Pulse
from flows.pulse.results import results
from flows.red_lines.commands import ListRedLines
from flows.rights.commands import ShowRegister

CARD = "pulse_over"
"""The drawing."""


def told(pulse: Pulse, cast: Cast, now: datetime) -> Post:
    """To who runs the project, in their hours."""
    person = cast.project.facilitator or cast.project.sponsor
    when = next_working(cast.person(person), now)
    return Post(_key(pulse), ToPerson(person), Card(CARD, pulse.id), not_before=when)


def redrawn(records: Kept, cast: Cast) -> Iterator[Post]:
    """The last one as it is now, where it is on a screen."""
    pulse = last_closed(records, cast.project.id)
    if pulse is not None:
        person = cast.project.facilitator or cast.project.sponsor
        yield Post(_key(pulse), ToPerson(person), Card(CARD, pulse.id), Promise.REFRESH)


def draw(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """The result; what was proposed anew since is not offered any more."""
    pulse = records.pulses.get(card.of)
    cast = Cast(records, records.projects.get(pulse.project_id))
    title = cards.heading(pulse, cast)
    blocks: list[Block] = [Header(title), *results(records, pulse, cast)]
    buttons = tuple(_next(records, pulse))
    if buttons:
        blocks += [Text("Please change it with those whom it concerns, or have it signed again:"), Buttons(buttons)]
    return Message(Phrase("{title} is over.", title=title), tuple(blocks))


def _key(pulse: Pulse) -> str:
    return f"{cards.prefix(pulse)}over"


def _next(records: Records, pulse: Pulse) -> Iterator[Button]:
    areas = {area for function in pulse.asked for area in pulse.moved(function)}
    if Area.GOAL in areas and not _goal_since(records, pulse):
        yield Button("Propose the goal anew", OpenGoal(None, pulse.project_id))
    if Area.BOUNDS in areas:
        yield Button("Red lines", ListRedLines(None, pulse.project_id))
    if Area.RIGHTS in areas:
        yield Button("Decision rights", ShowRegister(None, pulse.project_id))


def _goal_since(records: Records, pulse: Pulse) -> bool:
    """Whether a goal was proposed after the pulse, and is open or agreed."""
    return any(
        isinstance(each.content, Goal)
        and (each.is_open or each.state is ProposalState.AGREED)
        and pulse.closed_at is not None
        and each.drafted_at >= pulse.closed_at
        for each in records.proposals.where(project_id=pulse.project_id)
    )
