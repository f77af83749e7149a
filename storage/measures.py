"""How much waits, and for how long: numbers for whoever watches over Accord, about nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from storage.connections import Connection
from storage.due import CLOCKED
from storage.instants import instant, micros
from storage.outbox_statements import OUTBOX, State
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

WAITING = select(func.count(), func.min(OUTBOX.c.ready_at)).where(
    OUTBOX.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]), OUTBOX.c.ready_at <= bindparam("now")
)
FIRST_DUE = [select(func.min(table(kind).c.due_at)).where(table(kind).c.due_at.is_not(None)) for kind in CLOCKED]
PARKED = select(func.count()).where(OUTBOX.c.state == fixed(State.PARKED))


@dataclass(frozen=True)
class Measures:
    """`waiting`: posts that may go now, the oldest for so long; `late`: how long the item due first has been due."""

    waiting: int
    oldest: timedelta
    parked: int
    late: timedelta


async def measure(store: Store, now: datetime) -> Measures:
    """As things are. Raises flows.errors.Unavailable."""
    return await store.look(lambda connection: _measured(connection, now))


def _measured(connection: Connection, now: datetime) -> Measures:
    waiting, first = connection.rows(WAITING, {"now": micros(now)})[0]
    parked = connection.rows(PARKED, {})[0][0]
    due = [moment for first_due in FIRST_DUE if (moment := connection.rows(first_due, {})[0][0]) is not None]
    return Measures(int(waiting), _since(first, now), int(parked), _since(min(due, default=None), now))


def _since(moment: int | None, now: datetime) -> timedelta:
    return timedelta() if moment is None else max(timedelta(), now - instant(moment))
