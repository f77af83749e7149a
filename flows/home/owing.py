"""Evidence that waits for a person: to be given, looked at, or named somebody for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.evidence.buttons import show_button
from flows.evidence.cards import waiting
from flows.evidence.standing import line_with_project
from flows.home.parts import Part, Records


def owed(records: Records, person_id: str, now: datetime) -> Iterator[Part]:
    """The earliest day first."""
    for each, cast in waiting(records, person_id, now):
        yield Part(line_with_project(each, cast, now), (show_button(each),))
