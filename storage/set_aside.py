"""Posts that delivery gave up, for whoever runs Accord."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from storage.connections import Values
from storage.outbox import OUTBOX, State
from storage.statements import fixed
from storage.store import Store

_COUNT = func.count()
REASONS = (
    select(OUTBOX.c.reason, _COUNT)
    .where(OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.state == fixed(State.PARKED))
    .group_by(OUTBOX.c.reason)
    .order_by(_COUNT.desc(), OUTBOX.c.reason)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)


class SetAside(NamedTuple):
    """How many posts, and why, without anybody's words."""

    reason: str
    posts: int


async def set_aside(store: Store, organisation_id: str, limit: int = 10) -> tuple[SetAside, ...]:
    """Why posts of the organisation were set aside, the most frequent reason first."""
    values: Values = {"organisation": organisation_id, "limit": limit}
    rows = await store.look(lambda connection: connection.rows(REASONS, values))
    return tuple(SetAside(str(reason), int(posts)) for reason, posts in rows)
