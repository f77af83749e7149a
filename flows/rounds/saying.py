"""Stored answers in words, short enough for one line of a list."""

from __future__ import annotations

from flows.phrases import Listing, Phrase, Quote, as_phrase
from flows.plain import Plain
from flows.questionnaires.asking import Setting
from flows.questionnaires.kinds import shown
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.wording import NO_VIEW, shortened
from flows.rounds.records import View
from flows.rounds.scene import Scene

LINES = 4
"""Lines of a long answer that are told; the rest is counted."""


def in_words(scene: Scene, view: View, question: Question, value: Plain) -> Phrase:
    """The answer as its author would read it; somebody's own words as a quote."""
    if isinstance(value, str) and value != NO_VIEW and question.kind is Kind.TEXT:
        return Phrase("{said}", said=Quote(shortened(value)))
    setting = Setting(
        project=scene.project,
        template=scene.template(view),
        view_id=view.id,
        function_id=view.function_id,
        name_of=lambda person_id: scene.person(person_id).name,
    )
    lines = tuple(as_phrase(words) for words in shown(setting, question, value))
    told: tuple[Phrase, ...] = lines[:LINES]
    if len(lines) > LINES:
        told = (*told, Phrase("{n} more", n=len(lines) - LINES))
    return Phrase("{lines}", lines=Listing(told, empty="nothing"))
