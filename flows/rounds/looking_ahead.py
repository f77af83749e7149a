"""What will be sent next in a project, looked at without sending anything."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects
from flows.messages import Block, Header, Items, Message, Note, Text
from flows.phrases import Phrase
from flows.projects.membership import project_here
from flows.rounds.commands import ListNext
from flows.rounds.opening import DEFAULT_DAYS
from flows.rounds.participation import line
from flows.rounds.records import Chase, View
from flows.rounds.scene import Scene, latest_round, load_scene
from flows.rounds.schedule import chooser, nudge_at, owner
from flows.rounds.shelves import Records

SHOWN = 20


def list_next(records: Records, actor: Actor, command: ListNext, now: datetime) -> Effects:
    """A look: every message that the clock would send if nobody did anything, in the order of time."""
    project = project_here(records, actor, command.channel, command.project)
    round_ = latest_round(records, project.id)
    if round_ is None:
        words = Phrase(
            "{project} has not started. When it does, each function is asked in its working hours, and reminded until "
            "the deadline; without one in the project, that is {days} working days.",
            project=project.name,
            days=DEFAULT_DAYS,
        )
        return Effects(reply=Message(words, (Text(words),)))
    scene = load_scene(records, round_)
    blocks: list[Block] = [Header(Phrase("{project}: what comes next", project=project.name)), Text(line(scene, now))]
    blocks += _unreached(scene)
    coming = sorted(_coming(scene, now), key=lambda each: each[0])
    if not coming:
        blocks.append(Text("Nobody will be reminded: nothing is waited for."))
        return Effects(reply=Message(Phrase("{project}: nothing is due.", project=project.name), tuple(blocks)))
    lines = [Phrase("{at}: {what}", at=scene.instant(at), what=what) for at, what in coming]
    blocks.append(Items(tuple(lines[:SHOWN])))
    blocks.append(Note("Each is sent only if the answers are still missing then."))
    return Effects(reply=Message(Phrase("{first}", first=lines[0]), tuple(blocks)))


def _unreached(scene: Scene) -> tuple[Block, ...]:
    """Who did not get what was sent to them."""
    lines = tuple(
        Phrase(
            "{who} could not be reached about {function} on {at}",
            who=scene.respondent(view).name,
            function=scene.function(view).name,
            at=scene.instant(view.unreached_at),
        )
        for view in scene.pending
        if view.unreached_at is not None and view.is_unreached
    )
    return (Items(lines[:SHOWN]),) if lines else ()


def _coming(scene: Scene, now: datetime) -> list[tuple[datetime, Phrase]]:
    coming = [(view.due_at, _what(scene, view, now)) for view in scene.pending if view.due_at is not None]
    if scene.round.choose_by is not None:
        coming.append((scene.round.choose_by, Phrase("the round goes on without what is missing")))
    elif scene.round.due_at is not None:
        coming.append((scene.round.due_at, Phrase("the deadline")))
    return coming


def _what(scene: Scene, view: View, now: datetime) -> Phrase:
    function = scene.function(view).name
    if view.chase is Chase.NUDGING and nudge_at(scene, view, now) is not None:
        return Phrase("{who} is reminded of {function}", who=scene.respondent(view).name, function=function)
    speaker = owner(scene, view)
    if view.chase is Chase.NUDGING and speaker is not None:
        return Phrase("{who} is told that {function} is missing", who=speaker.name, function=function)
    asked = scene.person(chooser(scene, now)).name
    return Phrase("{who} is asked what to do about {function}", who=asked, function=function)
