"""What need not be kept for ever: handled events, the delivery log, and long texts of buttons."""

from __future__ import annotations

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
DROP_LOG = delete(LOGGED).where(LOGGED.c.at < bindparam("before"))


async def sweep(store: Store, now: datetime) -> int:
    """Takes old rows away; returns how many events went."""
    await store.change(lambda connection: connection.change([Change(DROP_LOG, [{"before": micros(now - LOG_KEPT)}])]))
    await store.change(lambda connection: drop_old(connection, now))
    total = 0
    while some := await store.change(lambda connection: _sweep_some(connection, now)):
        total += some
    return total


def _sweep_some(connection: Connection, now: datetime) -> int:
    old = connection.rows(OLD_EVENTS, {"before": micros(now - EVENTS_KEPT), "limit": BATCH})
    if old:
        events = [{"organisation": organisation, "event": event} for organisation, event in old]
        connection.change([Change(DROP_EVENT, events)])
    return len(old)
