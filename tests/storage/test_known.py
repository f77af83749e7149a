"""What the writer knows without asking is what is there."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from flows.escalations.records import EscalationState
from storage.decoded import LONGEST
from storage.errors import BadText
from storage.known import FEW, LIMIT, Held, Known
from storage.store import Transaction
from storage.verifying import verify
from tests.storage.clerk import JAN, Clerk, escalation, raw_sql

EVA = replace(JAN, id="eva", name="Eva Ost")


async def test_what_another_program_wrote_is_seen_by_the_next_change(clerk: Clerk, database_url: str) -> None:
    await clerk.does(lambda records: records.people.put(JAN))
    change = "UPDATE person SET body = replace(body, 'Jan Lis', 'Jan Maj') RETURNING id"
    assert await asyncio.to_thread(raw_sql, database_url, change) == [("jan",)]
    assert (await clerk.does(lambda records: records.people.get("jan"))).name == "Jan Maj"


async def test_what_was_taken_back_is_not_known(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.people.put(JAN))

    def fails_at_the_end(records: Transaction) -> None:
        records.people.put(replace(JAN, name="Jan Maj"))
        records.people.put(replace(EVA, name="Eva\x00"))

    def fails_on_the_way(records: Transaction) -> None:
        records.people.put(replace(JAN, name="Jan Maj"))
        raise LookupError

    for work, error in ((fails_at_the_end, BadText), (fails_on_the_way, LookupError)):
        with pytest.raises(error):
            await clerk.does(work)
        assert await clerk.does(lambda records: records.people.get("jan")) == JAN
    assert await clerk.does(lambda records: records.people.find("eva")) is None


async def test_many_changes_of_known_records_are_whole_in_the_audit(clerk: Clerk) -> None:
    for number in range(5):
        await clerk.does(lambda records, n=number: records.people.put(replace(JAN, name=f"Jan {n}")))  # type: ignore[misc]
        await clerk.does(lambda records, n=number: records.people.put(replace(EVA, name=f"Eva {n}")))  # type: ignore[misc]
    assert (await clerk.sees(lambda records: records.people.get("jan"))).name == "Jan 4"
    report = await verify(clerk.store)
    assert (report.entries, report.problems) == (10, ())


async def test_organisations_do_not_share_what_is_known(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.people.put(JAN))
    assert await clerk.at("other").does(lambda records: records.people.find("jan")) is None


def test_the_memory_is_bounded_in_number_and_size() -> None:
    known = Known()
    for number in range(LIMIT + 1):
        known.keep(("person", "acme", str(number)), Held(JAN, 1, "", ()), 100)
    assert known.find(("person", "acme", "0"), type(JAN)) is None
    assert known.find(("person", "acme", "1"), type(JAN)) == Held(JAN, 1, "", ())
    known.keep(("person", "acme", "1"), Held(JAN, 2, "", ()), LONGEST + 1)
    assert known.find(("person", "acme", "1"), type(JAN)) is None


async def test_the_next_number_follows_what_another_program_wrote_and_what_was_taken_back(
    clerk: Clerk, database_url: str
) -> None:
    await clerk.does(lambda records: records.escalations.put(escalation(1, clerk.now)))
    assert await clerk.does(lambda records: records.escalations.next_number("line3")) == 2
    await clerk.does(lambda records: records.escalations.put(escalation(2, clerk.now)))
    assert await clerk.does(lambda records: records.escalations.next_number("line3")) == 3

    def fails(records: Transaction) -> None:
        records.escalations.put(escalation(3, clerk.now))
        raise LookupError

    with pytest.raises(LookupError):
        await clerk.does(fails)
    assert await clerk.does(lambda records: records.escalations.next_number("line3")) == 3
    change = "UPDATE escalation SET number = 7 WHERE number = 2 RETURNING id"
    assert len(await asyncio.to_thread(raw_sql, database_url, change)) == 1
    assert await clerk.does(lambda records: records.escalations.next_number("line3")) == 8


async def test_a_search_finds_what_has_come_what_has_moved_and_what_another_program_wrote(
    clerk: Clerk, database_url: str
) -> None:
    async def numbers() -> list[int]:
        found = await clerk.does(lambda records: records.escalations.where(project_id="line3", state="asked"))
        return [each.number for each in found]

    first = escalation(1, clerk.now)
    assert await numbers() == []
    await clerk.does(lambda records: records.escalations.put(first))
    await clerk.does(lambda records: records.escalations.put(escalation(2, clerk.now)))
    assert [await numbers(), await numbers()] == [[1, 2], [1, 2]]

    def fails(records: Transaction) -> None:
        records.escalations.put(escalation(3, clerk.now))
        assert [each.number for each in records.escalations.where(project_id="line3", state="asked")] == [1, 2, 3]
        raise LookupError

    with pytest.raises(LookupError):
        await clerk.does(fails)
    assert await numbers() == [1, 2]
    await clerk.does(lambda records: records.escalations.put(replace(first, state=EscalationState.WITHDRAWN)))
    assert [await numbers(), await numbers()] == [[2], [2]]
    assert await clerk.at("other").does(lambda records: records.escalations.where(state="asked")) == ()
    change = "UPDATE escalation SET state = 'asked' WHERE number = 1 RETURNING id"
    assert len(await asyncio.to_thread(raw_sql, database_url, change)) == 1
    assert await numbers() == [1, 2]


def test_only_few_that_a_search_found_are_remembered() -> None:
    known, place, search = Known(), ("person", "acme"), (("state", "here"),)
    known.keep_found(place, search, tuple(str(number) for number in range(FEW + 1)))
    assert known.found(place, search) is None
    for number in range(LIMIT + 1):
        known.keep_found((str(number), "acme"), search, ())
    assert known.found(("0", "acme"), search) is None
    assert known.found((str(LIMIT), "acme"), search) == ()
