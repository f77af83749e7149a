"""OAuth states that were given out: used once, within ten minutes. Fits the Slack adapter's `States` by shape."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert

from storage.connections import Change, Values
from storage.instants import micros
from storage.store import Store
from storage.tables import table

LASTS = timedelta(minutes=10)

ROWS = table("oauth_state")
ISSUE = insert(ROWS).values(digest=bindparam("of_digest"), at=bindparam("at"))
USE = delete(ROWS).where(ROWS.c.digest == bindparam("of_digest")).returning(ROWS.c.at)
DROP = delete(ROWS).where(ROWS.c.at < bindparam("before"))


class OauthStates:
    """Keeps hashes only: whoever reads the database cannot finish somebody else's installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def issue(self, digest: str, now: datetime) -> None:
        """Keeps the hash of a state that is given out, and forgets those that are too old."""
        old: Values = {"before": micros(now - LASTS)}
        new: Values = {"of_digest": digest, "at": micros(now)}
        await self._store.change(lambda connection: connection.change([Change(DROP, [old]), Change(ISSUE, [new])]))

    async def use(self, digest: str, now: datetime) -> bool:
        """Whether it was given out within ten minutes and not used before; it is used now."""
        rows = await self._store.change(lambda connection: connection.rows(USE, {"of_digest": digest}))
        return bool(rows) and micros(now - LASTS) <= int(rows[0][0])
