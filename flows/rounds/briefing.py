"""What was said for sponsor and facilitator only: told to these two when the round closes, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.effects import Post, Promise
from flows.messages import Header, Items, Message, Note, Text, ToPerson
from flows.phrases import Phrase
from flows.questionnaires.answers import Visibility
from flows.rounds.added_risks import told
from flows.rounds.analysis import latest
from flows.rounds.records import View
from flows.rounds.redrawing import readers
from flows.rounds.saying import in_words
from flows.rounds.scene import Scene

SHOWN = 30
"""Answers that one message tells; the rest is counted."""


def briefing(scene: Scene, now: datetime) -> tuple[Post, ...]:
    """One message each, edited in place when a late answer changes it."""
    lines = [line for view in scene.submitted for line in _lines(scene, view)]
    return tuple(_post(scene, person_id, lines, now) for person_id in readers(scene))


def _post(scene: Scene, person_id: str, lines: list[Phrase], now: datetime) -> Post:
    key, to = f"round/{scene.round.id}/briefing/{person_id}", ToPerson(person_id)
    if not lines:
        words = Phrase("{project}: no answer is for sponsor and facilitator only.", project=scene.project.name)
        return Post(key, to, Message(words, (Text(words),)), Promise.REFRESH)
    head = Phrase("{project}: said for sponsor and facilitator only", project=scene.project.name)
    shown = lines[:SHOWN]
    if len(lines) > SHOWN:
        shown.append(Phrase("and {n} more", n=len(lines) - SHOWN))
    note = Note("The summary is made without these answers. Please keep them to yourselves.")
    message = Message(head, (Header(head), Items(tuple(shown)), note))
    return Post(key, to, message, not_before=next_working(scene.person(person_id), now))


def _lines(scene: Scene, view: View) -> Iterator[Phrase]:
    answers = latest(view)
    for question in scene.template(view).questions:
        answer = answers.get(question.id)
        if answer is not None and answer.visibility is Visibility.SPONSOR:
            yield Phrase(
                "{function}, {question} ({who}): {said}",
                function=scene.function(view).name,
                question=question.title,
                who=scene.person(answer.by).name,
                said=in_words(scene, view, question, told(scene, answer.value)),
            )
