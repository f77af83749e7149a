"""Due items that could not be carried out: kept with their reason, over restarts and for every process to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Connection, Values
from storage.due import Due
from storage.instants import instant, micros
from storage.tables import table

ROWS = table("stumble")
_COUNTS = ("failures", "untaken", "unended")
_NAMES = ("kind", *_COUNTS, "since", "again_at", "reason")
ALL = select(ROWS.c.organisation_id, ROWS.c.kind, ROWS.c.record_id, *(ROWS.c[name] for name in _NAMES[1:]))
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"),
    record_id=bindparam("record"),
    **{name: bindparam(name) for name in _NAMES},
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["organisation_id", "kind", "record_id"],
    set_={name: _ADD.excluded[name] for name in (*_COUNTS, "again_at", "reason")},
)
DROP = delete(ROWS).where(
    ROWS.c.organisation_id == bindparam("organisation"),
    ROWS.c.kind == bindparam("of_kind"),
    ROWS.c.record_id == bindparam("record"),
)


@dataclass(frozen=True)
class Stumble:
    """Since when it is not carried out, when it is tried again, and why it was not, without anybody's words.

    `failures`: how often its use case failed. `untaken`: how often in a row the database did not take it, and
    `unended`: its process ended in the middle of it.
    """

    since: datetime
    again_at: datetime
    reason: str
    failures: int = 0
    untaken: int = 0
    unended: int = 0


def stumbles(connection: Connection) -> Mapping[Due, Stumble]:
    """All of them."""
    return {
        Due(organisation_id, kind, record_id): Stumble(instant(since), instant(again_at), reason, *map(int, counts))
        for organisation_id, kind, record_id, *counts, since, again_at, reason in connection.rows(ALL, {})
    }


def stumbled(connection: Connection, item: Due, how: Stumble) -> None:
    """Keeps that it has failed (again)."""
    values: Values = {
        "organisation": item.organisation_id,
        "kind": item.kind,
        "record": item.id,
        **{name: getattr(how, name) for name in _COUNTS},
        "since": micros(how.since),
        "again_at": micros(how.again_at),
        "reason": how.reason,
    }
    connection.change([Change(KEEP, [values])])


def recovered(connection: Connection, item: Due) -> None:
    """It went well, or there is nothing to do any more."""
    values: Values = {"organisation": item.organisation_id, "of_kind": item.kind, "record": item.id}
    connection.change([Change(DROP, [values])])
