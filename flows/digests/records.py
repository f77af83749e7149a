"""Digests: the periodic summary for a project's channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from flows.calendar import local_instant
from flows.projects.records import Project


@dataclass(frozen=True)
class Told:
    """What one function was told last in its own part, by the keys of the lines, and when."""

    at: datetime
    said: Mapping[str, str]


@dataclass(frozen=True)
class DigestState:
    """When a project's next digest is due, and what the last one said. `id` is the project's id.

    `told`: the figures and lines of the last digest by name, so that the next one can say what changed.
    `last_day`: the day that the last one was due on, where the project was then. `kickoff_at`: when the channel is told
    what is missing as the project starts; None once that is over. `prepare_at`: when its sponsor is prepared for
    the start. `drill_at`: when the facilitator is asked to try the path of a decision; `drill_planned`: whether that
    has been worked out.
    """

    id: str
    due_at: datetime | None
    number: int = 0
    last_at: datetime | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    last_day: date | None = None
    kickoff_at: datetime | None = None
    prepare_at: datetime | None = None
    audiences: Mapping[str, Told] = field(default_factory=dict)
    """By function id."""
    drill_at: datetime | None = None
    drill_planned: bool = False
    parts_at: datetime | None = None
    """When a function that wants its part more often than the digest comes is due; None where there is none."""


def kickoff_at(project: Project, now: datetime) -> datetime | None:
    """The kick-off's day at the hour of the digest; None where it is over."""
    at = local_instant(project.kickoff, project.digest.at, project.zone)
    return at if at > now else None


PREPARED = timedelta(weeks=2)
"""So long before the kick-off the sponsor is told which decisions will come, and asked what they know."""


def prepare_at(project: Project, now: datetime) -> datetime | None:
    """Two weeks before the kick-off at the hour of the digest, or now where that is over; None after the kick-off."""
    kickoff = kickoff_at(project, now)
    at = local_instant(project.kickoff - PREPARED, project.digest.at, project.zone)
    return None if kickoff is None else max(at, now)


TRIED = timedelta(weeks=1)
"""So long before the kick-off the path of a decision is to be tried."""


def drill_at(project: Project, now: datetime) -> datetime | None:
    """A week before the kick-off at the hour of the digest, or now where that is over; None after the kick-off."""
    kickoff = kickoff_at(project, now)
    at = local_instant(project.kickoff - TRIED, project.digest.at, project.zone)
    return None if kickoff is None else max(at, now)


def planned(state: DigestState, project: Project, now: datetime) -> DigestState:
    """With everything that is due before and on the day of the kick-off."""
    return replace(
        state,
        kickoff_at=kickoff_at(project, now),
        prepare_at=prepare_at(project, now),
        drill_at=drill_at(project, now),
        drill_planned=True,
    )
