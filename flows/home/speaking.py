"""Matters in which a function of this person has a word, and has not said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.decisions.cast import Cast
from flows.escalations.buttons import show_button
from flows.escalations.hold_cards import hold_buttons
from flows.escalations.holds import speakers
from flows.escalations.matters import Matter
from flows.holds.wording import voice_of
from flows.home.parts import Part, Records
from flows.messages import Button
from flows.phrases import Instant, Phrase, Quote
from flows.projects.records import Project
from flows.resolving.buttons import show_button as show_contradiction
from flows.resolving.verdicts import undecided


def to_speak(records: Records, mine: Sequence[Project], person_id: str, now: datetime) -> Iterator[Part]:
    """Owners of touched red lines and functions that must agree; also when their time is over and all waits for it."""
    for project in mine:
        cast = Cast(records, project)
        for escalation in records.escalations.where(project_id=project.id):
            yield from _words(escalation, person_id, cast, show_button(escalation))
        for contradiction in records.contradictions.where(project_id=project.id):
            if contradiction.holds:
                yield from _words(
                    undecided(contradiction, cast, now), person_id, cast, show_contradiction(contradiction)
                )


def _words(matter: Matter, person_id: str, cast: Cast, show: Button) -> Iterator[Part]:
    for hold in matter.holds if matter.is_open else ():
        if hold.blocks and person_id in speakers(hold, cast):
            words = Phrase(
                "{label} {question} waits for your word for {what}, until {until}.",
                label=matter.label,
                question=Quote(matter.question),
                what=voice_of(hold, cast),
                until=Instant(hold.until, cast.project.zone),
            )
            yield Part(words, (*hold_buttons(matter, hold), show))
