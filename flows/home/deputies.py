"""Who decides while this person cannot: part of their settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.decisions.cast import Cast
from flows.home.parts import Part, Records
from flows.messages import Button
from flows.people import Person
from flows.phrases import Listing, Phrase
from flows.projects.records import Project
from flows.rights.commands import OpenRightChange


def deputies(records: Records, mine: Sequence[Project], person: Person) -> Iterator[Part]:
    """By project and deputy, with the way to another one: every change is agreed like the right itself."""
    for project in mine:
        cast = Cast(records, project)
        rights = [right for right in project.decision_rights if right.decider == person.id]
        for deputy in dict.fromkeys(right.deputy for right in rights):
            topics = [right.tradeoff for right in rights if right.deputy == deputy]
            words = Phrase(
                "{project}: your deputy is {who} for {topics}." if deputy else "{project}: no deputy for {topics}.",
                project=project.name,
                topics=Listing(tuple(cast.tradeoff(topic) for topic in topics)),
                **({"who": cast.who(deputy)} if deputy else {}),
            )
            label = "Change my deputy" if deputy else "Name a deputy"
            yield Part(words, (Button(label, OpenRightChange(project.id, topics[0]), about=cast.tradeoff(topics[0])),))
