"""Records: kept whole, found by what they are asked by, one winner, nothing half-done."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from sqlite3 import IntegrityError

import pytest

from flows.errors import NotFound
from flows.people import Absence, Person
from storage.errors import BadText, Conflict, ReadOnly
from storage.store import Due, Transaction
from storage.sweeping import sweep
from storage.verifying import verify
from tests.storage.clerk import JAN, PROJECT, Clerk, escalation


async def test_what_was_kept_is_found_again(clerk: Clerk) -> None:
    def keep(records: Transaction) -> None:
        records.people.put(JAN)
        records.projects.put(PROJECT)
        records.escalations.put(escalation(1, clerk.now))

    await clerk.does(keep)
    assert await clerk.sees(lambda records: records.people.get("jan")) == JAN
    assert await clerk.sees(lambda records: records.projects.all()) == (PROJECT,)
    assert await clerk.sees(lambda records: records.escalations.find("line3/E-1")) == escalation(1, clerk.now)


async def test_what_is_not_there_is_refused_in_words(clerk: Clerk) -> None:
    assert await clerk.sees(lambda records: records.people.find("nobody")) is None
    for bad in ("nobody", "\x00", "\ud800", "jan\n", ""):
        with pytest.raises(NotFound) as refused:
            await clerk.sees(partial(_person, bad))
        assert "no such person" in str(refused.value.phrase.values)


def _person(person_id: str, records: Transaction) -> Person:
    return records.people.get(person_id)


async def test_another_organisation_sees_nothing(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.people.put(JAN))
    other = clerk.at("rival")
    assert await other.sees(lambda records: records.people.find("jan")) is None
    assert await other.sees(lambda records: records.people.all()) == ()
    await other.does(lambda records: records.people.put(replace(JAN, name="Other Jan")))
    assert await clerk.sees(lambda records: records.people.get("jan")) == JAN


async def test_a_flow_that_raises_changes_nothing(clerk: Clerk) -> None:
    def fail(records: Transaction) -> None:
        records.people.put(JAN)
        records.inbox.remember("event-1", "done")
        raise ValueError("a rule said no")

    with pytest.raises(ValueError, match="a rule said no"):
        await clerk.does(fail)
    assert await clerk.sees(lambda records: records.people.all()) == ()
    assert await clerk.does(lambda records: records.inbox.seen("event-1")) is None


async def test_what_is_forgotten_is_not_kept(clerk: Clerk) -> None:
    def change_of_mind(records: Transaction) -> None:
        records.people.put(JAN)
        records.forget()
        records.inbox.remember("event-1", "refused")

    await clerk.does(change_of_mind)
    assert await clerk.sees(lambda records: records.people.all()) == ()
    assert await clerk.does(lambda records: records.inbox.seen("event-1")) == "refused"


async def test_searches_see_what_the_transaction_has_changed(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.escalations.put(escalation(10, clerk.now)))
    await clerk.does(lambda records: records.escalations.put(escalation(2, clerk.now)))

    def work(records: Transaction) -> None:
        assert [found.number for found in records.escalations.where(project_id="line3")] == [2, 10]
        assert records.escalations.next_number("line3") == 11
        assert records.escalations.next_number("line4") == 1
        records.escalations.put(escalation(11, clerk.now, asks="eva"))
        records.escalations.put(escalation(2, clerk.now, asks="eva"))
        assert records.escalations.next_number("line3") == 12
        assert [found.number for found in records.escalations.where(person_id="eva")] == [2, 11]
        assert [found.number for found in records.escalations.where(person_id="maria", state="asked")] == [10]
        assert records.escalations.get("line3/E-2").turn.person_id == "eva"

    await clerk.does(work)


async def test_a_new_number_under_an_id_that_is_taken_overwrites_nothing(clerk: Clerk) -> None:
    """Who gives a number does not look whether there is a record of it already."""
    await clerk.does(lambda records: records.escalations.put(escalation(1, clerk.now)))

    def work(records: Transaction) -> None:
        number = records.escalations.next_number("line3")
        records.escalations.put(replace(escalation(number, clerk.now, asks="eva"), id="line3/E-1"))

    with pytest.raises((Conflict, IntegrityError)):
        await clerk.does(work)
    assert await clerk.sees(lambda records: records.escalations.all()) == (escalation(1, clerk.now),)


async def test_one_that_did_not_change_is_not_written(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.people.put(JAN))
    await clerk.does(lambda records: records.people.put(Person("jan", "Jan Lis", zone="Europe/Warsaw")))
    assert (await verify(clerk.store)).entries == 1


async def test_two_writers_never_overwrite_each_other(clerk: Clerk) -> None:
    """Twenty people note one absence each in the same record, all at once."""
    await clerk.does(lambda records: records.people.put(JAN))

    async def add(day: int) -> None:
        when = PROJECT.kickoff + timedelta(days=day)

        def work(records: Transaction) -> None:
            jan = records.people.get("jan")
            records.people.put(replace(jan, away=(*jan.away, Absence(when, when))))

        await clerk.does(work)

    await asyncio.gather(*(add(day) for day in range(20)))
    jan = await clerk.sees(lambda records: records.people.get("jan"))
    assert sorted(absence.first for absence in jan.away) == [PROJECT.kickoff + timedelta(days=n) for n in range(20)]
    report = await verify(clerk.store)
    assert (report.entries, report.problems) == (21, ())


async def test_numbers_given_at_the_same_moment_are_all_different(clerk: Clerk) -> None:
    def raise_one(records: Transaction) -> int:
        number = records.escalations.next_number("line3")
        records.escalations.put(escalation(number, clerk.now))
        return number

    numbers = await asyncio.gather(*(clerk.does(raise_one) for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
async def test_text_no_database_can_keep_is_refused_loudly(clerk: Clerk, bad: str) -> None:
    with pytest.raises(BadText):
        await clerk.does(lambda records: records.people.put(replace(JAN, name=bad)))
    with pytest.raises(BadText):
        await clerk.does(lambda records: records.audit_refusal("Decide", bad))
    assert await clerk.sees(lambda records: records.people.all()) == ()


@pytest.mark.parametrize(
    "fine", ["\\u0000", "\\\\u0000 \\", "😀 é 中", "<!channel> '; DROP TABLE person; --", "%s %(a)s :a ?"]
)
async def test_any_other_text_comes_back_as_it_went(clerk: Clerk, fine: str) -> None:
    await clerk.does(lambda records: records.people.put(replace(JAN, name=fine)))
    assert (await clerk.sees(lambda records: records.people.get("jan"))).name == fine


async def test_a_look_cannot_change_anything(clerk: Clerk) -> None:
    with pytest.raises(ReadOnly):
        await clerk.sees(lambda records: records.people.put(JAN))
    with pytest.raises(ReadOnly):
        await clerk.sees(lambda records: records.inbox.remember("event", "reply"))


async def test_what_is_due_comes_in_order_and_organisations_in_turn(clerk: Clerk) -> None:
    def many(records: Transaction) -> None:
        for number in range(1, 31):
            records.escalations.put(escalation(number, clerk.now, due_at=clerk.now + timedelta(seconds=number)))

    await clerk.does(many)
    late = clerk.now + timedelta(minutes=5)
    await clerk.at("rival").does(lambda records: records.escalations.put(escalation(1, clerk.now, due_at=late)))
    assert await clerk.store.due(clerk.now, 10) == []
    first = await clerk.store.due(clerk.now + timedelta(seconds=2), 10)
    assert first == [Due("acme", "escalation", "line3/E-1"), Due("acme", "escalation", "line3/E-2")]
    crowd = await clerk.store.due(late, 10)
    assert len(crowd) == 10
    assert Due("rival", "escalation", "line3/E-1") in crowd[:2], (
        "with other processes, those of one moment in any order"
    )
    assert await clerk.store.next_due("acme") == clerk.now + timedelta(seconds=1)
    assert await clerk.store.next_due("nobody") is None


async def test_an_event_is_remembered_once(clerk: Clerk) -> None:
    """Twenty copies of an event at the same moment: one does the work, the others see its reply."""

    def work(records: Transaction) -> str:
        seen = records.inbox.seen("event-1")
        if seen is not None:
            return seen
        number = records.escalations.next_number("line3")
        records.escalations.put(escalation(number, clerk.now))
        records.inbox.remember("event-1", f"E-{number}")
        return f"E-{number}"

    assert set(await asyncio.gather(*(clerk.does(work) for _ in range(20)))) == {"E-1"}
    assert len(await clerk.sees(lambda records: records.escalations.all())) == 1


async def test_old_events_are_swept_and_recent_ones_kept(clerk: Clerk) -> None:
    await clerk.does(lambda records: records.inbox.remember("old", "1"))
    clerk.now += timedelta(days=6)
    await clerk.does(lambda records: records.inbox.remember("recent", "2"))
    assert await sweep(clerk.store, clerk.now) == 0
    clerk.now += timedelta(days=2)
    assert await sweep(clerk.store, clerk.now) == 1
    assert await clerk.does(lambda records: (records.inbox.seen("old"), records.inbox.seen("recent"))) == (None, "2")


async def test_those_of_one_moment_are_due_by_name(clerk: Clerk) -> None:
    """Not in the order in which they were written, which PostgreSQL changes with each version of a record."""

    def several(records: Transaction) -> None:
        for number in (10, 2, 9):
            records.escalations.put(escalation(number, clerk.now, due_at=clerk.now))

    await clerk.does(several)
    assert [item.id for item in await clerk.store.due(clerk.now, 10)] == ["line3/E-2", "line3/E-9", "line3/E-10"]
