"""When a second look begins, whom it waits for, its one reminder, and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import add_working_days, next_working
from flows.contradictions.spread import figure, items
from flows.effects import Effects, Post
from flows.messages import Buttons, Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase
from flows.rounds.added_risks import unanswered
from flows.rounds.analysis import case_now, latest
from flows.rounds.briefing import briefing
from flows.rounds.publishing import publish
from flows.rounds.records import SecondLook, View
from flows.rounds.scene import Scene
from flows.rounds.shelves import Records
from flows.second_look.cards import look_posts, show_button
from flows.second_look.waiting import asked_of, shown_to, waiting

LASTS, REMINDED = 2, 1
"""Working days until it ends, and until its reminder."""


def begun(records: Records, scene: Scene, now: datetime) -> Scene:
    """The closed round with its second look; as it is where nobody has anything to look at."""
    calendar = Person("", "", zone=scene.project.zone)  # Monday to Friday: the time is the project's
    look = SecondLook(add_working_days(calendar, now, LASTS))
    begins = replace(scene, round=replace(scene.round, look=look, due_at=add_working_days(calendar, now, REMINDED)))
    case = case_now(records, begins)
    shown = shown_to(begins, case)
    if not shown:
        return scene
    look = replace(look, shown=shown, asked=asked_of(begins, case), before=figure(items(case)))
    return replace(begins, round=replace(begins.round, look=look))


def looked(records: Records, scene: Scene, view: View, now: datetime) -> Scene:
    """After this function has changed its answers: it may be done, and others may have something new to look at."""
    look = scene.round.look
    if look is None or look.over:
        return scene
    case = case_now(records, scene)
    changed = any(answer.at == now and answer.reason for answer in latest(view).values())
    return _with_look(
        scene,
        replace(
            look,
            shown=_both(look.shown, shown_to(scene, case)),
            asked=_both(look.asked, asked_of(scene, case)),
            done=_both(look.done, () if unanswered(scene, view) else (view.function_id,)),
            changed=look.changed or changed,
        ),
    )


def kept(scene: Scene, view: View) -> Scene:
    """After this function has said that it stays with its answers."""
    look = scene.round.look
    return scene if look is None else _with_look(scene, replace(look, done=_both(look.done, (view.function_id,))))


def _with_look(scene: Scene, look: SecondLook) -> Scene:
    return replace(scene, round=replace(scene.round, look=look))


def _both(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def look_due(records: Records, scene: Scene, now: datetime) -> Effects:
    """The clock: one reminder to whom it waits for, then its end: what was held back is told."""
    round_, look = scene.round, scene.round.look
    if look is None or look.over:
        records.rounds.put(replace(round_, due_at=None))
        return Effects()
    if now < look.until:
        records.rounds.put(replace(round_, look=replace(look, nudged=True), due_at=look.until))
        return Effects(() if look.nudged else tuple(_reminder(scene, view, look, now) for view in waiting(scene)))
    over = replace(scene, round=replace(round_, look=replace(look, over=True), due_at=None))
    after, _, posts = publish(records, over, now)
    withdrawn = tuple(_again_key(view) for view in scene.submitted)
    return Effects((*posts, *briefing(after, now), *look_posts(after, now)), withdraw=withdrawn)


def _again_key(view: View) -> str:
    return f"round/{view.id}/look/again"


def _reminder(scene: Scene, view: View, look: SecondLook, now: datetime) -> Post:
    words = Phrase(
        "{project}: the second look at the answers of {function} ends {until}. You need not do "
        "anything: your answers then stay as they are.",
        project=scene.project.name,
        function=scene.function(view).name,
        until=scene.instant(look.until),
    )
    message = Message(words, (Text(words), Buttons((show_button(scene, view),))))
    person = scene.respondent(view)
    begin = next_working(person, now)
    return Post(_again_key(view), ToPerson(person.id), message, not_before=begin, expires=look.until)
