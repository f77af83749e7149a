"""APScheduler: runs the tick, the delivery and the maintenance. It never owns a deadline (design.md §5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]


def scheduler(tick: Job, maintenance: Job) -> AsyncIOScheduler:
    """A scheduler that asks every second what is due and looks after the database every minute.

    A late run is made up once, never skipped: APScheduler's own default drops a job that is one second late.
    """
    jobs = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    jobs.add_job(tick, "interval", seconds=1, id="tick")
    jobs.add_job(maintenance, "interval", seconds=60, id="maintenance")
    return jobs
