"""Events that were handled, and the reply each of them got: a repeat is answered and changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Connection, Value, Values
from storage.errors import AlreadyHandled
from storage.instants import micros
from storage.tables import table

INBOX = table("inbox")
SEEN = select(INBOX.c.reply).where(
    INBOX.c.organisation_id == bindparam("organisation"), INBOX.c.event_id == bindparam("event")
)
REMEMBER = (
    insert(INBOX)
    .values(
        organisation_id=bindparam("organisation"),
        event_id=bindparam("event"),
        at=bindparam("at"),
        reply=bindparam("reply"),
    )
    .on_conflict_do_nothing()
)
ANSWER = (
    update(INBOX)
    .values(reply=bindparam("reply"))
    .where(INBOX.c.organisation_id == bindparam("organisation"), INBOX.c.event_id == bindparam("event"))
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
        rows = self._connection.rows(SEEN, self._event(event_id))
        return str(rows[0][0]) if rows else None

    def begin(self, event_id: str, reply: str) -> bool:
        """Keeps a new event with the reply it will get if nothing else is said; False for one that was handled."""
        values: Values = {**self._event(event_id), "at": micros(self._now), "reply": reply}
        fresh = self._connection.fresh(self._organisation_id, event_id)
        if fresh is None:
            return self._connection.met(REMEMBER, [values]) == [1]
        if fresh:
            self._connection.change([Change(REMEMBER, [values], exactly_one=True)])
        return fresh

    def answer(self, event_id: str, reply: str) -> None:
        """Gives an event that was begun here another reply."""
        self._connection.change([Change(ANSWER, [{**self._event(event_id), "reply": reply}], exactly_one=True)])

    def remember(self, event_id: str, reply: str) -> None:
        """Keeps the reply to a new event. Raises AlreadyHandled when another transaction was faster."""
        if not self.begin(event_id, reply):
            raise AlreadyHandled(event_id)

    def _event(self, event_id: str) -> dict[str, Value]:
        return {"organisation": self._organisation_id, "event": event_id}
