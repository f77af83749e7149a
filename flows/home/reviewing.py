"""What was agreed and waits for this person to say whether it stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.consent import subjects
from flows.decisions.cast import Cast
from flows.home.parts import Part, Records
from flows.phrases import Phrase
from flows.projects.records import Project
from flows.reviews.asking import buttons, said, to_review


def to_keep(records: Records, mine: Sequence[Project], person_id: str, now: datetime) -> Iterator[Part]:
    """With the buttons to keep, change or drop it."""
    for project in mine:
        cast = Cast(records, project)
        for proposal, owner in to_review(records, project, cast, now):
            if owner == person_id:
                about = subjects.title(proposal.content, cast)
                words = Phrase("{about}: {said}", about=about, said=said(proposal, cast))
                yield Part(words, buttons(records, proposal, cast))
