"""Shared commits: whatever fails in a group takes only itself back, and nobody believes what is not so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import select

from flows.effects import Card, Post, Promise
from flows.messages import ToPerson
from storage.connections import Connection
from storage.errors import AlreadyHandled, BadText, Conflict
from storage.outbox_statements import OUTBOX
from storage.store import Cause, Store, Transaction
from storage.verifying import verify
from tests.storage.clerk import JAN, Clerk, post, raw_sql
from tests.storage.conftest import NOW

Work = Callable[[Transaction], object]
EVA = replace(JAN, id="eva", name="Eva Ost")


@pytest.fixture
async def clerk(store: Store) -> Clerk:
    await store.run("acme", Cause("jan", "Keep", NOW), lambda records: records.people.put(JAN))
    return Clerk(store, NOW)


async def together(clerk: Clerk, *works: Work) -> list[object]:
    """All of them in one group: they gather while the writer is busy with something else."""
    busy, free = Event(), Event()

    def hold(_: Transaction) -> None:
        busy.set()
        free.wait(10)

    holding = asyncio.create_task(clerk.does(hold))
    await asyncio.to_thread(busy.wait, 10)
    doing = [asyncio.create_task(clerk.does(work)) for work in works]
    await asyncio.sleep(0.01)
    free.set()
    await holding
    return await asyncio.gather(*doing, return_exceptions=True)


def renamed(name: str, then: Exception | None = None) -> Work:
    """Jan gets another name and a post, all of it written; and then it fails, if it is to."""

    def work(records: Transaction) -> str:
        before = records.people.get("jan").name
        records.people.put(replace(JAN, name=name))
        records.queue([post(f"to/{name}", name)])
        if then is not None:
            records.finish()
            raise then
        return before

    return work


async def names(clerk: Clerk) -> tuple[str, str]:
    """What the writer believes Jan is called, and what is in the database."""
    known = await clerk.does(lambda records: records.people.get("jan").name)
    return known, await clerk.sees(lambda records: records.people.get("jan").name)


async def keys(url: str) -> list[str]:
    """What is queued."""
    rows = await asyncio.to_thread(raw_sql, url, "SELECT key FROM outbox ORDER BY seq")
    return [str(key) for (key,) in rows]


@pytest.mark.parametrize("error", [ValueError(), Conflict(), AlreadyHandled("e"), BadText(), KeyError()])
async def test_each_sees_what_those_before_it_left_and_nothing_of_what_failed(
    clerk: Clerk, database_url: str, error: Exception
) -> None:
    answers = await together(
        clerk, renamed("A"), renamed("bad", error), renamed("B"), renamed("worse", error), renamed("C")
    )
    assert answers[::2] == [JAN.name, "A", "B"]
    assert [type(answer) for answer in answers[1::2]] == [type(error)] * 2
    assert await names(clerk) == ("C", "C")
    assert await keys(database_url) == ["to/A", "to/B", "to/C"]
    report = await verify(clerk.store)
    assert (report.entries, report.problems) == (4, ())


async def test_the_first_and_the_last_of_a_group_fail(clerk: Clerk, database_url: str) -> None:
    answers = await together(clerk, renamed("x", ValueError()), renamed("A"), renamed("y", ValueError()))
    assert answers[1] == JAN.name
    assert await names(clerk) == ("A", "A")
    assert await keys(database_url) == ["to/A"]


async def test_all_of_a_group_fail(clerk: Clerk, database_url: str) -> None:
    answers = await together(clerk, *(renamed(str(n), ValueError(n)) for n in range(5)))
    assert all(isinstance(answer, ValueError) for answer in answers)
    assert await names(clerk) == (JAN.name, JAN.name)
    assert await keys(database_url) == []


async def test_two_failures_that_wrote_nothing_leave_the_group_as_it_is(clerk: Clerk, database_url: str) -> None:
    def refuses(records: Transaction) -> None:
        records.people.put(EVA)
        raise LookupError

    answers = await together(clerk, renamed("A"), refuses, renamed("B"), refuses)
    assert (answers[0], answers[2]) == (JAN.name, "A")
    assert await names(clerk) == ("B", "B")
    assert await clerk.does(lambda records: records.people.find("eva")) is None
    assert await keys(database_url) == ["to/A", "to/B"]


async def test_an_event_begun_by_one_that_failed_is_new_to_the_next(clerk: Clerk) -> None:
    def begins(then: Exception | None) -> Work:
        def work(records: Transaction) -> bool:
            began = records.inbox.begin("press/1", "null")
            if then is not None:
                raise then
            return began

        return work

    answers = await together(clerk, begins(ValueError()), begins(None), begins(None))
    assert answers[1:] == [True, False]


async def test_a_card_touched_by_one_that_failed_is_as_it_was(clerk: Clerk) -> None:
    card = Post("card", ToPerson("maria"), Card("name", "jan"), Promise.NEVER_LOST)
    await clerk.posts(card)

    def touches(then: Exception | None) -> Work:
        def work(records: Transaction) -> None:
            records.queue([replace(card, promise=Promise.REFRESH)])
            records.people.put(replace(JAN, name="touched"))
            if then is not None:
                records.finish()
                raise then

        return work

    def digests(connection: Connection) -> set[str]:
        return {str(row[0]) for row in connection.rows(select(OUTBOX.c.digest), {})}

    before = await clerk.store.look(digests)
    assert isinstance((await together(clerk, touches(ValueError())))[0], ValueError)
    assert await clerk.store.look(digests) == before
    await together(clerk, touches(None))
    assert await clerk.store.look(digests) != before


async def test_a_record_read_by_a_failing_job_is_not_known_from_what_was_taken_back(clerk: Clerk) -> None:
    """Eva is only there because an earlier job of the group put her there, and that one fails in the end."""

    def puts(then: Exception) -> Work:
        def work(records: Transaction) -> None:
            records.people.put(EVA)
            records.finish()
            raise then

        return work

    def finds(records: Transaction) -> object:
        return records.people.find("eva")

    answers = await together(clerk, puts(ValueError()), finds, puts(KeyError()), finds)
    assert (answers[1], answers[3]) == (None, None)
    assert await clerk.does(finds) is None
