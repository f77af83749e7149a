"""Whether a post that was claimed is still wanted: what made it pointless may have happened since."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.connections import Connection
from storage.outbox_statements import OUTBOX, State

STATE = select(OUTBOX.c.state).where(OUTBOX.c.seq == bindparam("row"))


def still_wanted(connection: Connection, seq: int) -> bool:
    """Whether nobody has withdrawn it as of now."""
    rows = connection.rows(STATE, {"row": seq})
    return bool(rows) and rows[0][0] == State.SENDING
