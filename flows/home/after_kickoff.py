"""Pulses and drills that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.decisions.cast import Cast
from flows.home.parts import Part, Records
from flows.live_drills.cards import heading as drill_heading
from flows.live_drills.commands import ShowLiveDrill
from flows.live_drills.keeping import newest
from flows.messages import Button
from flows.phrases import Instant, Phrase
from flows.projects.records import Project
from flows.pulse.cards import heading
from flows.pulse.commands import ShowPulse
from flows.pulse.keeping import waiting


def to_say(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """One for each function of this person that has not answered."""
    for project in mine:
        cast = Cast(records, project)
        for pulse, function in waiting(records, project, person_id):
            until = Instant(pulse.due_at, project.zone) if pulse.due_at else ""
            title = heading(pulse, cast)
            words = Phrase("{title} waits for {function}, until {until}.", title=title, function=function, until=until)
            yield Part(words, (Button("Show", ShowPulse(None, project.id), about=title),))


def to_drill(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """Live drills that are with this person."""
    for project in mine:
        drill = newest(records, project)
        if drill is not None and drill.is_open and drill.turn.person == person_id:
            title = drill_heading(drill, Cast(records, project))
            words = Phrase("{title}: please press that it has reached you.", title=title)
            yield Part(words, (Button("Show", ShowLiveDrill(drill.id), about=title),))
