"""How long a platform asked us to wait, over restarts. Fits the Slack adapter's `Waits` by shape."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Values
from storage.instants import instant, micros
from storage.rings import Ring
from storage.store import Store
from storage.tables import table

ROWS = table("wait")
AHEAD = select(ROWS.c.team_id, ROWS.c.method, ROWS.c.until).where(
    ROWS.c.platform == bindparam("of_platform"), ROWS.c.until > bindparam("now")
)
_ADD = insert(ROWS).values(
    platform=bindparam("of_platform"),
    team_id=bindparam("team"),
    method=bindparam("method"),
    until=bindparam("until"),
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["platform", "team_id", "method"],
    set_={"until": case((_ADD.excluded.until > ROWS.c.until, _ADD.excluded.until), else_=ROWS.c.until)},
)


class Waits:
    """The waits of one platform. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform

    async def all(self, now: datetime) -> dict[tuple[str, str], datetime]:
        """(team id, method) → not before; only what still lies ahead."""
        values: Values = {"of_platform": self._platform, "now": micros(now)}
        rows = await self._store.look(lambda connection: connection.rows(AHEAD, values))
        return {(team, method): instant(until) for team, method, until in rows}

    async def keep(self, team_id: str, method: str, until: datetime) -> None:
        """Remembers one; the longer of two counts."""
        values: Values = {"of_platform": self._platform, "team": team_id, "method": method, "until": micros(until)}
        await self._store.change(lambda connection: connection.change([Change(KEEP, [values])]))
        self._store.ring(Ring.CHATS)
