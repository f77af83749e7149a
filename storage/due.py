"""What is due, asked of the database by index, so that a million waiting items cost no more than a thousand.

Any number of processes ask at the same time. Each takes what it is about to carry out in the transaction that does it,
and leaves alone what another one has at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter, itemgetter

from sqlalchemy import Executable, bindparam, func, select

from storage.connections import Connection, Row, Values
from storage.instants import instant, micros
from storage.outbox_statements import OUTBOX, State
from storage.shares import in_turn, organisations
from storage.statements import fixed
from storage.tables import table

CLOCKED = (
    "round",
    "view",
    "escalation",
    "digest",
    "alarm",
    "contradiction",
    "evidence",
    "proposal",
    "pulse",
    "live_drill",
    "drill",
    "person",
)
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


def _free(kind: str) -> Executable:
    """Due, and nobody else is at it.

    An advisory lock, not one of the row: one item may change the records of others (a nudge bundles), and two that had
    locked a row each would wait for each other until the server gives up on both.
    """
    rows = table(kind)
    return select(rows.c.id).where(
        rows.c.organisation_id == bindparam("organisation"),
        rows.c.id == bindparam("record"),
        rows.c.due_at <= bindparam("now"),
        func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("turn"), fixed(0))),
    )


def _earliest(kind: str) -> Executable:
    rows = table(kind)
    return select(func.min(rows.c.due_at)).where(
        rows.c.organisation_id == bindparam("organisation"), rows.c.due_at.is_not(None)
    )


FIRST = {kind: _first_due(kind) for kind in CLOCKED}
FIRST_OF_ONE = {kind: _first_due_of_one(kind) for kind in CLOCKED}
FREE = {kind: _free(kind) for kind in CLOCKED}
ORGANISATIONS = {
    kind: organisations(table(kind).c.organisation_id, table(kind).c.due_at.is_not(None)) for kind in CLOCKED
}
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
            everyone = [row[0] for row in connection.rows(ORGANISATIONS[kind], {})]
            shares = connection.each(FIRST_OF_ONE[kind], [{**at, "organisation": one} for one in everyone])
            rows = list(chain.from_iterable(shares))
        found += ((row[2], Due(row[0], kind, row[1])) for row in sorted(rows, key=_first))
    found.sort(key=itemgetter(0))
    return list(in_turn([item for _, item in found], attrgetter("organisation_id")))[:limit]


def _first(row: Row) -> tuple[int, int, str]:
    """Those of one moment by their names, C-2 before C-10: else each database has an order of its own."""
    _, record_id, due_at = row
    return due_at, len(record_id), record_id


def take(connection: Connection, item: Due, now: datetime) -> bool:
    """Makes the item this transaction's turn until it ends; False when it is not due any more, or somebody is at it."""
    if connection.alone:
        return True  # whoever carries it out looks again
    turn = f"{item.organisation_id}/{item.kind}/{item.id}"
    values: Values = {"organisation": item.organisation_id, "record": item.id, "now": micros(now), "turn": turn}
    return bool(connection.rows(FREE[item.kind], values))


def next_due(connection: Connection, organisation_id: str) -> datetime | None:
    """The earliest due time of any record, or the earliest time a waiting post may be sent."""
    of = {"organisation": organisation_id}
    moments = [connection.rows(statement, of)[0][0] for statement in (*EARLIEST.values(), EARLIEST_POST)]
    return min((instant(moment) for moment in moments if moment is not None), default=None)
