"""Events that were handled, and the reply each of them got: a repeat is answered and changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Connection, Values
from storage.errors import AlreadyHandled
from storage.instants import micros
from storage.tables import table

INBOX = table("inbox")
SEEN = select(INBOX.c.reply).where(
    INBOX.c.organisation_id == bindparam("organisation"), INBOX.c.event_id == bindparam("event")
)
# RETURNING, because the count of rows is not told alike by all drivers.
REMEMBER = (
    insert(INBOX)
    .values(
        organisation_id=bindparam("organisation"),
        event_id=bindparam("event"),
        at=bindparam("at"),
        reply=bindparam("reply"),
    )
    .on_conflict_do_nothing()
    .returning(INBOX.c.event_id)
)


class Inbox:
    """The inbox of one organisation inside one transaction."""

    __slots__ = ("_connection", "_now", "_organisation_id")

    def __init__(self, connection: Connection, organisation_id: str, now: datetime) -> None:
        self._connection = connection
        self._organisation_id = organisation_id
        self._now = now

    def seen(self, event_id: str) -> str | None:
        """The reply that this event got, None when it is new."""
        rows = self._connection.rows(SEEN, {"organisation": self._organisation_id, "event": event_id})
        return str(rows[0][0]) if rows else None

    def remember(self, event_id: str, reply: str) -> None:
        """Keeps the reply to a new event. Raises AlreadyHandled when another transaction was faster."""
        values: Values = {
            "organisation": self._organisation_id,
            "event": event_id,
            "at": micros(self._now),
            "reply": reply,
        }
        if not self._connection.rows(REMEMBER, values):
            raise AlreadyHandled(event_id)
