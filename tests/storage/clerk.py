"""Somebody who keeps records, for short tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import psycopg

from flows.effects import Post, Promise
from flows.escalations.records import Escalation, EscalationState, Option, Role, Step
from flows.messages import Address, Message, ToPerson
from flows.people import Person
from flows.phrases import Phrase
from flows.projects.records import Function, Project
from storage.store import Cause, Store, Transaction

T = TypeVar("T")
JAN = Person("jan", "Jan Lis", zone="Europe/Warsaw")
PROJECT = Project("line3", "Line 3", date(2026, 10, 1), "Europe/Warsaw", "maria", "jan", (Function("it", "IT", "eva"),))


@dataclass
class Clerk:
    """Runs transactions for one organisation at a moment that can be moved on."""

    store: Store
    now: datetime
    organisation: str = "acme"

    async def does(self, work: Callable[[Transaction], T], *, by: str = "jan", command: str = "Keep") -> T:
        return await self.store.run(self.organisation, Cause(by, command, self.now), work)

    async def sees(self, look: Callable[[Transaction], T]) -> T:
        return await self.store.read(self.organisation, look)

    async def posts(self, *posts: Post) -> None:
        await self.does(lambda records: records.queue(posts))

    def at(self, organisation: str) -> Clerk:
        return replace(self, organisation=organisation)


def escalation(number: int, now: datetime, *, asks: str = "maria", due_at: datetime | None = None) -> Escalation:
    return Escalation(
        id=f"line3/E-{number}",
        project_id="line3",
        number=number,
        requester="jan",
        tradeoff="speed/scope",
        question="Which press first?",
        options=(Option("a", "Press 1"), Option("b", "Press 2")),
        impact="Two weeks",
        deadline=now + timedelta(days=3),
        raised_at=now,
        drafted_at=now,
        ladder=(Step(asks, Role.DECIDER, timedelta(hours=8)),),
        state=EscalationState.ASKED,
        step=0,
        asked_at=now,
        until=now + timedelta(hours=8),
        rang_at=now,
        reason=Phrase("named for this tradeoff"),
        principal=asks,
        due_at=due_at,
    )


def post(key: str, words: str, to: Address = ToPerson("maria"), promise: Promise = Promise.NEVER_LOST) -> Post:  # noqa: B008
    return Post(key, to, Message(Phrase("{words}", words=words)), promise)


def raw_sql(url: str, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What somebody with the database's password could do; `?` stands for a value."""
    if url.startswith("sqlite:///"):
        with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=5) as file:
            rows = file.execute(statement, values).fetchall()
        file.close()
        return rows
    with psycopg.connect(url) as server:
        done = server.execute(statement.replace("?", "%s"), values)
        return done.fetchall() if done.description else []
