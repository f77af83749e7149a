"""Jobs for the threads of the store: what one organisation has very much of delays no other."""

from __future__ import annotations

import asyncio

import pytest

from storage.errors import StoreUnavailable
from storage.jobs import Jobs


def nothing(_: object) -> None:
    """Its work."""


async def queued(*whose: str) -> Jobs:
    """Jobs of these organisations, in this order, which nobody has taken."""
    jobs = Jobs(asyncio.get_running_loop())
    waiting = [asyncio.ensure_future(jobs.do(nothing, one)) for one in whose]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for each in waiting:
        each.add_done_callback(lambda _: None)
    return jobs


def order(jobs: Jobs, limit: int) -> list[str]:
    return [job.whose for job in jobs.take(limit)]


async def test_organisations_take_turns_and_each_keeps_its_own_order() -> None:
    jobs = await queued("loud", "loud", "loud", "quiet", "", "loud", "quiet")
    assert order(jobs, 4) == ["loud", "quiet", "", "loud"]
    assert order(jobs, 64) == ["quiet", "loud", "loud"]


async def test_whoever_takes_the_last_job_leaves_the_end_to_the_next_thread() -> None:
    jobs = await queued("acme", "acme")
    jobs.close()
    assert order(jobs, 64) == ["acme", "acme"]
    assert jobs.take(1) == jobs.take(1) == []
    with pytest.raises(StoreUnavailable):
        await jobs.do(nothing)
