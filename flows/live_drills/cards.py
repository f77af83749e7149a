"""What a live drill looks like. Every text of it begins with "Drill", so that nobody takes it for a real request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.escalations import times
from flows.live_drills.commands import AnswerLiveDrill, StopLiveDrill
from flows.live_drills.keeping import Records
from flows.live_drills.records import LiveDrill, Rung
from flows.live_drills.results import lines, verdict
from flows.live_drills.rules import URGENCY
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text, ToPerson
from flows.phrases import Instant, Phrase

CARD = "live_drill"
"""The drawing. `part`: the number of a step, with REMIND before it the reminder; RUNNING for who runs the project."""
REMIND = "remind/"
RUNNING = "#runs"
NOTHING_HAPPENS = "Drill: nothing is decided, nothing is recorded, and nobody else is waiting."


def prefix(drill: LiveDrill) -> str:
    """Under which all its posts have their keys."""
    return f"live/{drill.id}/"


def step_key(drill: LiveDrill, step: int) -> str:
    """The request to the person of that step."""
    return f"{prefix(drill)}{step}/{drill.rungs[step].person}"


def shown(drill: LiveDrill, cast: Cast, now: datetime) -> Iterator[Post]:
    """The cards of those who were asked and of who runs the project; the newest with a reminder for later."""
    for step, rung in enumerate(drill.rungs[: drill.step + 1]):
        is_turn = drill.is_open and step == drill.step
        promise = Promise.NEVER_LOST if is_turn else Promise.REFRESH
        card, to = Card(CARD, drill.id, str(step)), ToPerson(rung.person)
        yield Post(step_key(drill, step), to, card, promise, None, rung.asked_at)
        if is_turn and rung.asked_at is not None:
            later = times.next_nudge(cast.person(rung.person), rung.asked_at, rung.allowed, URGENCY)
            again = Card(CARD, drill.id, f"{REMIND}{step}")
            key = f"{prefix(drill)}{REMIND}{step}/{rung.person}"
            yield Post(key, to, again, Promise.NEVER_DOUBLED, None, later, rung.until)
    yield from _runs(drill, cast, now)


def _runs(drill: LiveDrill, cast: Cast, now: datetime) -> Iterator[Post]:
    """Who started it follows it; at its end the facilitator and the sponsor hear of it, too."""
    project = cast.project
    told = (drill.by,) if drill.is_open else (drill.by, project.facilitator, project.sponsor)
    for person in dict.fromkeys(each for each in told if each):
        when = times.seen(cast.person(person), now, URGENCY)
        yield Post(f"{prefix(drill)}runs/{person}", ToPerson(person), Card(CARD, drill.id, RUNNING), not_before=when)


def draw(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """As it is now. Raises NotFound for a reminder of what was answered, so that it is not sent."""
    drill = records.live_drills.get(card.of)
    cast = Cast(records, records.projects.get(drill.project_id))
    if card.part == RUNNING:
        return progress(drill, cast, stop=True)
    step = int(card.part.removeprefix(REMIND))
    rung = drill.rungs[step]
    if card.part.startswith(REMIND) and not (drill.is_open and step == drill.step and rung.answered_at is None):
        raise NotFound("Nothing waits any more.")
    return request(drill, step, cast)


def heading(drill: LiveDrill, cast: Cast) -> Phrase:
    """ "Drill of speed against scope in Line 3 MES"."""
    return Phrase("Drill of {topic} in {project}", topic=cast.tradeoff(drill.tradeoff), project=cast.project.name)


def request(drill: LiveDrill, step: int, cast: Cast) -> Message:
    """To one person of the path; without a button once they have pressed or it is over."""
    rung, title = drill.rungs[step], heading(drill, cast)
    line = _line(drill, rung, cast)
    blocks: list[Block] = [Header(title), Text(line), Note(NOTHING_HAPPENS)]
    if drill.is_open and rung.answered_at is None:
        does = AnswerLiveDrill(drill.id, step)
        blocks.append(Buttons((Button("Drill: it has reached me", does, Style.PRIMARY, title),)))
    return Message(Phrase("{title}: please press that it has reached you.", title=title), tuple(blocks))


def _line(drill: LiveDrill, rung: Rung, cast: Cast) -> Phrase:
    zone = cast.project.zone
    if rung.answered_at is not None:
        return Phrase("Drill: you have pressed on {at}. Thank you.", at=Instant(rung.answered_at, zone))
    if drill.ended_at is not None:
        return Phrase("Drill: it was over on {at}.", at=Instant(drill.ended_at, zone))
    return Phrase(
        "Drill: {by} tests the way of a decision to you as its {role}. If this were real, you would have until "
        "{until}. Please press as soon as you see it.",
        by=cast.who(drill.by),
        role=rung.role.value,
        until=Instant(rung.until, zone) if rung.until else "the end of your time",
    )


def progress(drill: LiveDrill, cast: Cast, *, stop: bool = False) -> Message:
    """For who runs the project: who was reached when, and what the path lacks."""
    title = heading(drill, cast)
    line = verdict(drill, cast)
    blocks: list[Block] = [Header(title), Text(line), Items(tuple(lines(drill, cast)))]
    if stop and drill.is_open:
        does = StopLiveDrill(drill.id)
        blocks.append(Buttons((Button("Stop the drill", does, Style.DANGER, title, "Drill: ask nobody else?"),)))
    return Message(Phrase("{title}: {line}", title=title, line=line), tuple(blocks))
