"""Answers that somebody recorded for somebody else: the person named is asked whether they are right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import next_working
from flows.commands import Actor
from flows.effects import Effects, Post, Promise
from flows.errors import NotAllowed, WrongState
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Note, Style, Text, ToPerson
from flows.phrases import Count, Instant, Phrase
from flows.questionnaires.commands import OpenForm
from flows.rounds.analysis import latest
from flows.rounds.commands import ConfirmRecorded
from flows.rounds.publishing import publish
from flows.rounds.records import View
from flows.rounds.saying import in_words
from flows.rounds.scene import Scene, scene_of
from flows.rounds.shelves import Records

TIME_TO_CONFIRM = timedelta(hours=48)
SHOWN = 20
"""Answers that the card shows."""


def confirm_card(scene: Scene, view: View, now: datetime) -> Post:
    """The answers as they were recorded, with the two ways to go."""
    person = scene.person(_author(view))
    name = scene.function(view).name
    head = Phrase(
        "{writer} recorded {answers} for you, for {function} in {project}.",
        writer=scene.person(view.recorded_by or "").who,
        answers=Count(len(_recorded(view)), "answer", "answers"),
        function=name,
        project=scene.project.name,
    )
    blocks: list[Block] = [Header(head), Facts(_rows(scene, view))]
    if view.confirmed_at is None:
        asked_at = next_working(person, now) or now
        question = Phrase(
            "Are they what you said? Please confirm or correct them by {until}. Until you do, the summary says that "
            "they are not confirmed yet; nothing else changes.",
            until=Instant(asked_at + TIME_TO_CONFIRM, person.zone),
        )
        blocks.append(Text(question))
        confirm = Button("Yes, I said that", ConfirmRecorded(view.id), Style.PRIMARY, name)
        blocks.append(Buttons((confirm, Button("Correct", OpenForm(view.id), about=name))))
    else:
        blocks.append(Note(Phrase("You confirmed them on {at}.", at=Instant(view.confirmed_at, person.zone))))
    key = f"round/{view.id}/confirm"
    message = Message(head, tuple(blocks))
    return Post(key, ToPerson(person.id), message, not_before=next_working(person, now))


def confirm_recorded(records: Records, actor: Actor, command: ConfirmRecorded, now: datetime) -> Effects:
    """The person named says that this is what they said. Nobody else can."""
    scene, view = scene_of(records, command.view_id)
    if view.recorded_by is None:
        raise WrongState("There is nothing to confirm here: these answers were given by the person themselves.")
    if actor.person_id != _author(view):
        raise NotAllowed(
            "Only {who}, in whose name the answers were recorded, can confirm them.",
            who=scene.person(_author(view)).who,
        )
    if view.confirmed_at is not None:
        at = Instant(view.confirmed_at, scene.respondent(view).zone)
        raise WrongState("You confirmed this on {at} already.", at=at)
    confirmed = replace(view, confirmed_at=now)
    records.views.put(confirmed)
    scene = scene.with_view(confirmed)
    posts: tuple[Post, ...] = ()
    if not scene.round.is_open:
        scene, _, posts = publish(records, scene, now)
    words = Phrase("Thank you. The answers of {function} are confirmed.", function=scene.function(view).name)
    return Effects((redrawn_confirm_card(scene, confirmed, now), *posts), Message(words, (Text(words),)))


def redrawn_confirm_card(scene: Scene, view: View, now: datetime) -> Post:
    """The card in place, once it is confirmed or corrected."""
    post = confirm_card(scene, view, now)
    return Post(post.key, post.to, post.message, Promise.REFRESH)


def _recorded(view: View) -> tuple[str, ...]:
    return tuple(question for question, answer in latest(view).items() if answer.recorded_by)


def _author(view: View) -> str:
    """In whose name the answers were recorded."""
    answers = latest(view)
    return next((answers[question].by for question in _recorded(view)), view.respondent)


def _rows(scene: Scene, view: View) -> tuple[tuple[str, Phrase], ...]:
    answers, recorded = latest(view), set(_recorded(view))
    asked = [question for question in scene.template(view).questions if question.id in recorded]
    rows = [(question.title, in_words(scene, view, question, answers[question.id].value)) for question in asked[:SHOWN]]
    if len(asked) > SHOWN:
        rows.append(("And", Phrase("{n} more; press “Correct” to read them all", n=len(asked) - SHOWN)))
    return tuple(rows)
