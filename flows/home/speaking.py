"""Matters in which a function of this person has a word, and has not said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.decisions.cast import Cast
from flows.escalations.buttons import show_button
from flows.escalations.hold_cards import hold_buttons
from flows.escalations.holds import speakers
from flows.holds.wording import voice_of
from flows.home.parts import Part, Records
from flows.phrases import Instant, Phrase, Quote
from flows.projects.records import Project


def to_speak(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """Owners of touched red lines and functions that must agree; also when their time is over and all waits for it."""
    for project in mine:
        cast = Cast(records, project)
        for escalation in records.escalations.where(project_id=project.id):
            for hold in escalation.holds if escalation.is_open else ():
                if hold.blocks and person_id in speakers(hold, cast):
                    words = Phrase(
                        "{label} {question} waits for your word for {what}, until {until}.",
                        label=escalation.label,
                        question=Quote(escalation.question),
                        what=voice_of(hold, cast),
                        until=Instant(hold.until, project.zone),
                    )
                    yield Part(words, (*hold_buttons(escalation, hold), show_button(escalation)))
