"""How often a function is told its own part of the digest: as often as it asked, and at most once a day.

Its part comes with the digest of the channel. Who asked for it more often than that digest comes is told in between:
every day means Monday to Friday, every week the digest's own weekday, both at the digest's hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import local_day, next_digest
from flows.digests.records import Told
from flows.projects.records import Cadence, Project

DAILY, MILESTONES = "daily", "milestones"
WEEKS = {"weekly": 1, MILESTONES: 1, "biweekly": 2, "monthly": 4, "quarterly": 13}
"""So many weeks, from Monday to Monday, are between two parts at least; a digest that comes late moves none of them."""
NEAR = timedelta(days=7)
"""Who asked to hear at milestones hears so long before and after each."""


def is_time(cadence: str, before: Told | None, project: Project, now: datetime) -> bool:
    """Whether another part may come now. `before`: the last one."""
    today = local_day(now, project.zone)
    if cadence == MILESTONES and all(abs(point.date - today) > NEAR for point in project.milestones):
        return False
    if before is None:
        return True
    last = local_day(before.at, project.zone)
    if cadence in WEEKS:
        this_week, last_week = (day - timedelta(days=day.weekday()) for day in (today, last))
        return this_week - last_week >= timedelta(weeks=WEEKS[cadence])
    return today > last


def comes_between(cadence: str, project: Project) -> bool:
    """Whether the digest of the channel is too rare for this."""
    return _own(cadence, project) is not None


def next_between(cadences: Iterable[str], project: Project, now: datetime) -> datetime | None:
    """When a part for one of these is due next in between; None where the digest of the channel is often enough."""
    rules = {own for each in cadences if (own := _own(each, project)) is not None}
    found = (next_digest(now, replace(project.digest, every=every), project.zone, project.kickoff) for every in rules)
    return min(found, default=None)


def _own(cadence: str, project: Project) -> Cadence | None:
    """The rhythm of its own that a part needs beside the digest."""
    every = project.digest.every
    if cadence == DAILY and every is not Cadence.DAILY:
        return Cadence.DAILY
    if WEEKS.get(cadence) == 1 and every is Cadence.BIWEEKLY:
        return Cadence.WEEKLY
    return None
