"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from flows.charter.keeping import Records as CharterRecords
from flows.projects.records import Project
from flows.pulse.records import Pulse, PulseState


class Pulses(Protocol):
    def get(self, pulse_id: str, /) -> Pulse: ...
    def find(self, pulse_id: str, /) -> Pulse | None: ...
    def put(self, pulse: Pulse, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[Pulse]: ...
    def next_number(self, project_id: str, /) -> int: ...


class Kept(Protocol):
    """The pulses of the organisation."""

    @property
    def pulses(self) -> Pulses: ...


class Records(CharterRecords, Kept, Protocol):
    """… and what was signed. Everything is already limited to the actor's organisation."""


def newest(records: Kept, project_id: str) -> Pulse | None:
    """The one that is planned, open, or over while none is planned."""
    return max(records.pulses.where(project_id=project_id), key=lambda each: each.number, default=None)


def last_closed(records: Kept, project_id: str, before: int | None = None) -> Pulse | None:
    """The last one that is over; with `before` the last one with a smaller number."""
    over = (each for each in records.pulses.where(project_id=project_id) if each.state is PulseState.CLOSED)
    return max(
        (each for each in over if before is None or each.number < before), key=lambda each: each.number, default=None
    )


def waiting(records: Kept, project: Project, person_id: str) -> Iterator[tuple[Pulse, str]]:
    """(pulse, function's name) of each function of this person that has not answered."""
    pulse = newest(records, project.id)
    if pulse is not None and pulse.is_open:
        for function in project.functions:
            if person_id in (function.representative, function.deputy) and pulse.is_silent(function.id):
                yield pulse, function.name
