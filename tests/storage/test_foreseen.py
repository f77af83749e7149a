"""What commands will ask is asked for a whole group at once; nobody believes what is not so any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from threading import Event
from typing import TypeVar

import pytest

from flows.wire import Wire
from storage.foreseen import MOST, Foreseen, Origin, ask
from storage.statements import highest_number, one, several
from storage.store import Cause, Store, Transaction
from tests.storage.clerk import JAN, PROJECT, escalation, raw_sql
from tests.storage.conftest import NOW
from tests.storage.shared import server_url

__all__ = ["server_url"]
T = TypeVar("T")
EVA = replace(JAN, id="eva", name="Eva Ost")
ORIGIN = Origin("acme", "jan", "Raise", "e/1")


@pytest.fixture
async def office(server_url: str) -> AsyncIterator[Office]:
    store = await Store.open(server_url, Wire({}))
    yield Office(store)
    await store.close()


class Office:
    """People's commands, each with an event of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.events = 0

    async def does(self, work: Callable[[Transaction], T], event: str = "", by: str = "jan") -> T:
        self.events += 1
        return await self.store.run("acme", Cause(by, "Raise", NOW, event or f"e/{self.events}"), work)

    async def together(self, *works: Callable[[Transaction], object], events: tuple[str, ...] = ()) -> list[object]:
        """All of them in one group."""
        busy, free = Event(), Event()

        def hold(_: Transaction) -> None:
            busy.set()
            free.wait(10)

        holding = asyncio.create_task(self.does(hold, by="holder"))
        await asyncio.to_thread(busy.wait, 10)
        named = events or ("",) * len(works)
        doing = [asyncio.create_task(self.does(*each)) for each in zip(works, named, strict=True)]
        await asyncio.sleep(0.01)
        free.set()
        await holding
        return await asyncio.gather(*doing, return_exceptions=True)


def keep(records: Transaction) -> None:
    records.people.put(JAN)
    records.projects.put(PROJECT)


def raises(records: Transaction) -> int:
    """The next escalation of the project."""
    number = records.escalations.next_number("line3")
    records.projects.get("line3")
    records.escalations.put(escalation(number, NOW))
    return len(records.escalations.where(project_id="line3"))


async def test_each_sees_what_those_before_it_in_the_group_did(office: Office) -> None:
    await office.does(keep)
    for already in (0, 4, 8):
        told = await office.together(raises, raises, raises, raises)
        assert told == [already + 1, already + 2, already + 3, already + 4]


async def test_a_record_that_another_program_has_changed_since_is_not_believed(office: Office, server_url: str) -> None:
    def name(records: Transaction) -> str:
        return records.people.get("jan").name

    await office.does(keep)
    assert await office.together(name, name) == [JAN.name] * 2
    change = """UPDATE person SET body = replace(body, 'Jan Lis', 'Jan Nowak')"""
    await asyncio.to_thread(raw_sql, server_url, change)
    assert await office.together(name, name) == ["Jan Nowak"] * 2


async def test_somebody_who_was_not_there_is_found_once_they_are(office: Office) -> None:
    def find(records: Transaction) -> object:
        return records.people.find("eva")

    def add(records: Transaction) -> object:
        records.people.put(EVA)
        return records.people.find("eva")

    assert await office.together(find, find) == [None, None]
    assert await office.together(find, add, find) == [None, EVA, EVA]


async def test_the_same_event_twice_in_a_group_is_begun_once(office: Office) -> None:
    def begins(records: Transaction) -> tuple[bool, str | None]:
        event = records.cause.event
        if records.inbox.begin(event, "null"):
            records.inbox.answer(event, '"done"')
            return True, None
        return False, records.inbox.seen(event)

    again = (False, '"done"')
    events = ("x", "x", "y")
    assert await office.together(begins, begins, begins, events=events) == [(True, None), again, (True, None)]
    assert await office.together(begins, begins, begins, events=events) == [again, again, again]


def test_a_few_questions_are_remembered_of_each_command() -> None:
    foreseen = Foreseen(limit=2)
    asked = [ask(one("person"), {"organisation": "acme", "record": str(number)}) for number in range(MOST + 5)]
    foreseen.learn(ORIGIN, asked)
    assert foreseen.of(ORIGIN._replace(event="e/2")) == tuple(asked[:MOST])
    assert foreseen.of(ORIGIN._replace(actor_id="eva")) == ()
    for name in ("eva", "ola"):
        foreseen.learn(ORIGIN._replace(actor_id=name), asked[:1])
    assert foreseen.of(ORIGIN) == ()


def test_only_a_question_for_one_record_names_it() -> None:
    assert ask(one("person"), {"organisation": "acme", "record": "jan"}).record == "jan"
    assert ask(several("person", ("state",)), {"organisation": "acme", "state": "x"}).record is None
    assert ask(highest_number("escalation"), {"organisation": "acme", "project": "line3"}).record is None


def test_what_is_asked_of_one_due_item_is_foreseen_of_the_next() -> None:
    """The same questions, about the other's id and what is part of it; what they share stays."""
    foreseen = Foreseen()
    due = Origin("acme", "clock", "PostDigest", "", "line3")
    of = {"organisation": "acme"}
    mine = [ask(one("project"), {**of, "record": "line3"}), ask(one("round"), {**of, "record": "line3/1"})]
    shared = ask(one("person"), {**of, "record": "line30"})
    foreseen.learn(due, [*mine, shared])
    assert foreseen.of(due._replace(item="press")) == (
        ask(one("project"), {**of, "record": "press"}),
        ask(one("round"), {**of, "record": "press/1"}),
        shared,
    )
    assert foreseen.of(due) == (*mine, shared)


async def test_items_of_the_clock_that_go_together_see_what_those_before_them_did(office: Office) -> None:
    def counts(number: int) -> Callable[[Transaction], int]:
        def work(records: Transaction) -> int:
            records.escalations.find(f"line3/E-{number}")
            records.escalations.put(escalation(number, NOW))
            return len(records.escalations.where(project_id="line3"))

        return work

    async def due(number: int) -> int:
        cause = Cause("clock", "EscalationDue", NOW, item=f"line3/E-{number}")
        return await office.store.run("acme", cause, counts(number))

    await office.does(keep)
    for first in (0, 4, 8):
        told = await asyncio.gather(*(due(number) for number in range(first, first + 4)))
        assert sorted(told) == [first + 1, first + 2, first + 3, first + 4]
    assert await due(0) == 12
