"""APScheduler: runs the tick, the delivery and the maintenance. It never owns a deadline (design.md §5).

It goes by the time of day, which somebody may set. What it runs here goes by the time passed: `Every` makes up for
nothing, however far the clock was set ahead, and `mind_the_clock` lets nothing wait until a clock that was set back is
where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Job = Callable[[], Awaitable[object]]
TICK, MAINTENANCE = timedelta(seconds=1), timedelta(seconds=60)
SLACK = timedelta(seconds=5)
"""A run that is further off than its turn by more than this was given its time before the clock was set back."""


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Again so long after the last time; a run that comes late is one run, however late."""

    def __init__(self, every: timedelta) -> None:
        self.every = every

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The turn after the last one, unless it has passed."""
        following = (previous_fire_time or now) + self.every
        return following if following > now else now + self.every


def scheduler(tick: Job, maintenance: Job) -> AsyncIOScheduler:
    """A scheduler that asks every second what is due and looks after the database every minute.

    A late run is made up once, never skipped: APScheduler's own default drops a job that is one second late.
    """
    jobs = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    jobs.add_job(tick, Every(TICK), id="tick")
    jobs.add_job(maintenance, Every(MAINTENANCE), id="maintenance")
    return jobs


async def mind_the_clock(jobs: AsyncIOScheduler, look: float = 1.0) -> None:
    """Looks every so many seconds, by time passed, whether the clock was set back, until it is cancelled."""
    while True:
        await asyncio.sleep(look)
        now = datetime.now(UTC)
        for job in jobs.get_jobs():
            if job.next_run_time is not None and job.next_run_time - now > job.trigger.every + SLACK:
                job.modify(next_run_time=now)
