"""What is due, asked of the database by index, so that a million waiting items cost no more than a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import Executable, bindparam, func, select
from sqlalchemy.orm import aliased

from storage.connections import Connection
from storage.instants import instant, micros
from storage.outbox import OUTBOX, State
from storage.statements import fixed
from storage.tables import table

T = TypeVar("T")
CLOCKED = ("round", "view", "escalation", "digest", "alarm")
"""The kinds that can be due."""


@dataclass(frozen=True)
class Due:
    """A record whose time has come."""

    organisation_id: str
    kind: str
    id: str


def _first_due(kind: str) -> Executable:
    rows = table(kind)
    return (
        select(rows.c.organisation_id, rows.c.id, rows.c.due_at)
        .where(rows.c.due_at <= bindparam("now"))
        .order_by(rows.c.due_at)
        .limit(bindparam("limit"))
        .offset(fixed(0))
    )


def _first_due_of_one(kind: str) -> Executable:
    rows = table(kind)
    return (
        select(rows.c.organisation_id, rows.c.id, rows.c.due_at)
        .where(rows.c.organisation_id == bindparam("organisation"), rows.c.due_at <= bindparam("now"))
        .order_by(rows.c.due_at)
        .limit(bindparam("limit"))
        .offset(fixed(0))
    )


def _organisations(kind: str) -> Executable:
    """The organisations with something due; one step through the index for each, however much each has."""
    rows = table(kind)
    first = select(func.min(rows.c.organisation_id).label("organisation_id")).where(rows.c.due_at.is_not(None))
    found = first.cte("found", recursive=True)
    before = aliased(found)
    following = (
        select(func.min(rows.c.organisation_id))
        .where(rows.c.due_at.is_not(None), rows.c.organisation_id > before.c.organisation_id)
        .scalar_subquery()
    )
    found = found.union_all(select(following).where(before.c.organisation_id.is_not(None)))
    return select(found.c.organisation_id).where(found.c.organisation_id.is_not(None))


def _earliest(kind: str) -> Executable:
    rows = table(kind)
    return select(func.min(rows.c.due_at)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.due_at.is_not(None)
    )


FIRST = {kind: _first_due(kind) for kind in CLOCKED}
FIRST_OF_ONE = {kind: _first_due_of_one(kind) for kind in CLOCKED}
ORGANISATIONS = {kind: _organisations(kind) for kind in CLOCKED}
EARLIEST = {kind: _earliest(kind) for kind in CLOCKED}
EARLIEST_POST = select(func.min(OUTBOX.c.wake_at)).where(
    OUTBOX.c.organisation_id == bindparam("organisation"),
    OUTBOX.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]),  # what a dead process was sending, too
)


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """The records that have been due longest, at most `limit`.

    When more than that are due, every organisation gets its share, so that one with very many delays nobody else.
    """
    at = {"now": micros(now), "limit": limit}
    found: list[tuple[int, Due]] = []
    for kind in CLOCKED:
        rows = connection.rows(FIRST[kind], at)
        if len(rows) == limit:
            organisations = [row[0] for row in connection.rows(ORGANISATIONS[kind], {})]
            shares = connection.each(FIRST_OF_ONE[kind], [{**at, "organisation": one} for one in organisations])
            rows = list(chain.from_iterable(shares))
        found += ((row[2], Due(row[0], kind, row[1])) for row in rows)
    found.sort(key=lambda item: item[0])
    return list(in_turn([item for _, item in found], attrgetter("organisation_id")))[:limit]


def in_turn(items: Iterable[T], organisation: Callable[[T], str]) -> Iterable[T]:
    """The same items: the first of every organisation, then the second of every one, and so on."""
    queues: dict[str, list[T]] = {}
    for item in items:
        queues.setdefault(organisation(item), []).append(item)
    return (item for turn in zip_longest(*queues.values()) for item in turn if item is not None)


def next_due(connection: Connection, organisation_id: str) -> datetime | None:
    """The earliest due time of any record, or the earliest time a waiting post may be sent."""
    of = {"organisation": organisation_id}
    moments = [connection.rows(statement, of)[0][0] for statement in (*EARLIEST.values(), EARLIEST_POST)]
    return min((instant(moment) for moment in moments if moment is not None), default=None)
