"""Digests: the periodic summary for a project's channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    the start.
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
