"""What need not be kept for ever: handled events, the delivery log, and long texts of buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from storage.connections import Change, Connection
from storage.instants import micros
from storage.kept_texts import drop_old
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

EVENTS_KEPT = timedelta(days=7)
"""Platforms repeat an event for some minutes; a person's second press can come days later."""
LOG_KEPT = timedelta(days=90)
BATCH = 1000
"""Rows taken away in one transaction, so that nobody waits long behind it."""

INBOX, LOGGED = table("inbox"), table("delivery_log")
OLD_EVENTS = (
    select(INBOX.c.organisation_id, INBOX.c.event_id)
    .where(INBOX.c.at < bindparam("before"))
    .order_by(INBOX.c.at)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
DROP_EVENT = delete(INBOX).where(
    INBOX.c.organisation_id == bindparam("organisation"), INBOX.c.event_id == bindparam("event")
)
OLDEST_LINES = select(LOGGED.c.seq, LOGGED.c.at).order_by(LOGGED.c.seq).limit(bindparam("limit")).offset(fixed(0))
DROP_LINES = delete(LOGGED).where(LOGGED.c.seq <= bindparam("last"), LOGGED.c.at < bindparam("before"))


async def sweep(store: Store, now: datetime) -> int:
    """Takes old rows away; returns how many events went."""
    await _all_of(store, lambda connection: drop_lines(connection, now))
    await _all_of(store, lambda connection: drop_old(connection, now, BATCH))
    return await _all_of(store, lambda connection: _drop_events(connection, now))


async def _all_of(store: Store, some: Callable[[Connection], int]) -> int:
    total = 0
    while found := await store.change(some):
        total += found
    return total


def drop_lines(connection: Connection, now: datetime, most: int = BATCH) -> int:
    """Takes the oldest lines of the delivery log away, if they are old; returns how many. Lines are numbered as they
    are written, so those at the front are the oldest."""
    before = micros(now - LOG_KEPT)
    old = [int(seq) for seq, at in connection.rows(OLDEST_LINES, {"limit": most}) if at < before]
    if old:
        connection.change([Change(DROP_LINES, [{"last": max(old), "before": before}])])
    return len(old)


def _drop_events(connection: Connection, now: datetime) -> int:
    old = connection.rows(OLD_EVENTS, {"before": micros(now - EVENTS_KEPT), "limit": BATCH})
    if old:
        events = [{"organisation": organisation, "event": event} for organisation, event in old]
        connection.change([Change(DROP_EVENT, events)])
    return len(old)
