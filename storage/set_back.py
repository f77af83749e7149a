"""What is put right when the clock is set back: leases and times that were meant for a moment from now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, update

from storage.connections import Change, Connection, Values
from storage.instants import micros
from storage.outbox_statements import OUTBOX
from storage.tables import table

LANE = table("lane")
SOON = timedelta(minutes=2)
"""Longer than any lease, pause between two messages, or wait for the next attempt."""

_FROM: BindParameter[int] = bindparam("new")
_UPTO: BindParameter[int] = bindparam("latest")
FREE = update(LANE).values(blocked_until=_FROM).where(LANE.c.blocked_until > _FROM, LANE.c.blocked_until <= _UPTO)
READY = update(OUTBOX).values(ready_at=_FROM).where(OUTBOX.c.ready_at > _FROM, OUTBOX.c.ready_at <= bindparam("old"))
WAKE = (  # never before it is ready: an address without anything to send is put to sleep
    update(OUTBOX)
    .values(wake_at=_FROM)
    .where(OUTBOX.c.ready_at <= _FROM, OUTBOX.c.wake_at > _FROM, OUTBOX.c.wake_at <= _UPTO)
)


def set_back(connection: Connection, old: datetime, new: datetime) -> None:
    """It was `old` and is `new`, which is earlier: what could go at `old`, or a moment later, can go now.

    Without it every address that was just written to would be silent until `old` comes again.
    """
    values: Values = {"new": micros(new), "old": micros(old), "latest": micros(old + SOON)}
    connection.change([Change(statement, [values]) for statement in (READY, WAKE, FREE)])
