"""Which alarms have been raised and are not over, over all organisations."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from flows.alarms import Stage
from storage.connections import Connection
from storage.statements import fixed
from storage.tables import table

ROWS = table("alarm")
LAST = "\U0010ffff"
RAISED = select(ROWS.c.organisation_id, ROWS.c.id).where(
    ROWS.c.id >= bindparam("prefix"), ROWS.c.id < bindparam("beyond"), ROWS.c.state == fixed(Stage.RAISED)
)


def raised(connection: Connection, prefix: str) -> list[tuple[str, str]]:
    """(organisation_id, kind) of those whose kind begins so."""
    rows = connection.rows(RAISED, {"prefix": prefix, "beyond": prefix + LAST})
    return [(organisation_id, kind) for organisation_id, kind in rows]
