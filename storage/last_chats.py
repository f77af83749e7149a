"""In which chat somebody did something last, for those who are in more than one."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Values
from storage.store import Store
from storage.tables import table

ROWS = table("last_chat")
FIND = select(ROWS.c.platform).where(
    ROWS.c.organisation_id == bindparam("organisation"), ROWS.c.person_id == bindparam("person")
)
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"), person_id=bindparam("person"), platform=bindparam("of_platform")
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["organisation_id", "person_id"], set_={"platform": _ADD.excluded.platform}
)


class LastChats:
    """Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, organisation_id: str, person_id: str) -> str | None:
        """The platform's name; None for somebody who did nothing in any yet."""
        values: Values = {"organisation": organisation_id, "person": person_id}
        rows = await self._store.look(lambda connection: connection.rows(FIND, values))
        return str(rows[0][0]) if rows else None

    async def keep(self, organisation_id: str, person_id: str, platform: str) -> None:
        """It is this one now."""
        values: Values = {"organisation": organisation_id, "person": person_id, "of_platform": platform}
        await self._store.change(lambda connection: connection.change([Change(KEEP, [values])]))
