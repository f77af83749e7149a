"""What the clock does to a drill: it reminds once, and it ends with what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.voices import voice
from flows.drills import cards
from flows.drills.commands import DrillDue
from flows.drills.keeping import Records
from flows.drills.records import Drill
from flows.effects import NOTHING, Effects, Post, Promise
from flows.messages import Buttons, Message, Text, ToPerson
from flows.phrases import Instant, Phrase
from flows.projects.records import Function


def drill_due(records: Records, actor: Actor, command: DrillDue, now: datetime) -> Effects:
    """The reminder, or the end."""
    drill = records.drills.find(command.drill_id)
    if not actor.is_clock or drill is None or drill.due_at is None or drill.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(drill.project_id))
    if drill.until is not None and drill.until <= now:
        return ended(records, drill, cast, now)
    records.drills.put(replace(drill, nudged=True))
    silent = [each for each in cards.functions(drill, cast) if each.id in drill.silent]
    return Effects(tuple(_reminder(drill, each, cast, now) for each in silent))


def _reminder(drill: Drill, function: Function, cast: Cast, now: datetime) -> Post:
    person = cast.person(voice(function, cast, now))
    line = Phrase(
        "The decision drill of {project} still waits for {function}: {cases}, until {until}.",
        project=cast.project.name,
        function=function.name,
        cases=cards.cases(drill),
        until=Instant(drill.until or now, cast.project.zone),
    )
    return Post(
        f"{cards.prefix(drill)}nudge/{function.id}",
        ToPerson(person.id),
        Message(line, (Text(line), Buttons((cards.answer_button(drill, function.id),)))),
        Promise.NEVER_DOUBLED,
        not_before=next_working(person, now),
        expires=drill.until,
    )


def ended(records: Records, drill: Drill, cast: Cast, now: datetime) -> Effects:
    """Over: everybody reads how often who was named, and nobody is reminded any more."""
    after = replace(drill, ended_at=now)
    records.drills.put(after)
    return Effects(tuple(cards.shown(after, cast, now)), withdraw=(f"{cards.prefix(after)}nudge/",))
