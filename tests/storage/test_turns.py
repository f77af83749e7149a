"""Jobs for the threads of the store: what one organisation has very much of delays no other."""

from __future__ import annotations

import asyncio

import pytest

from storage.errors import StoreUnavailable
from storage.grouped import Grouped
from storage.jobs import Jobs


def nothing(_: object) -> None:
    """Its work."""


async def queued(*whose: str, kind: type[Jobs] = Jobs) -> Jobs:
    """Jobs of these organisations, in this order, which nobody has taken."""
    jobs = kind(asyncio.get_running_loop())
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


async def test_one_thread_at_a_time_is_at_an_organisation_s_jobs() -> None:
    jobs = await queued("loud", "loud", "quiet", "loud", "", "", kind=Grouped)
    assert order(jobs, 2) == ["loud", "loud"]
    assert order(jobs, 9) == ["quiet"]
    assert [order(jobs, 9), order(jobs, 9)] == [[""], [""]], "what belongs to nobody is done one by one"
    later = asyncio.ensure_future(asyncio.to_thread(order, jobs, 9))
    await asyncio.sleep(0.05)
    assert not later.done(), "somebody is at them"
    jobs.leave("loud")
    assert await asyncio.wait_for(later, 30) == ["loud"]


async def test_what_waits_behind_somebody_is_done_before_the_end() -> None:
    jobs = await queued("acme", "acme", kind=Grouped)
    assert order(jobs, 1) == ["acme"]
    ending = [asyncio.ensure_future(asyncio.to_thread(order, jobs, 9)) for _ in range(2)]
    jobs.close()
    await asyncio.sleep(0.05)
    assert not any(each.done() for each in ending)
    jobs.leave("acme")
    assert sorted(await asyncio.wait_for(asyncio.gather(*ending), 30)) == [[], ["acme"]]


async def test_what_has_met_a_lock_holds_up_nobody_and_only_two_threads() -> None:
    jobs = await queued("acme", "acme", "bolt", "core", kind=Grouped)
    met = [job for limit in (9, 9, 9) for job in jobs.take(limit)]
    for whose in ("acme", "bolt", "core"):
        jobs.leave(whose)
    jobs.wait_apart(met)
    assert [order(jobs, 9), order(jobs, 9)] == [["acme"], ["bolt"]], "one by one, of two organisations at a time"
    another = asyncio.ensure_future(jobs.do(nothing, "acme"))
    assert await asyncio.wait_for(asyncio.to_thread(order, jobs, 9), 30) == ["acme"], "others of theirs go on meanwhile"
    later = asyncio.ensure_future(asyncio.to_thread(jobs.take, 9))
    await asyncio.sleep(0.05)
    assert not later.done()
    jobs.leave(met[0].queue)
    jobs.leave(met[0]._replace(patient=True).queue)
    (next_one,) = await asyncio.wait_for(later, 30)
    assert next_one.patient
    another.cancel()
