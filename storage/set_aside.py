"""Posts that delivery gave up, for whoever runs Accord."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from storage.claims import DEATHS
from storage.connections import Connection, Values
from storage.instants import micros
from storage.outbox_statements import OUTBOX, State
from storage.statements import fixed
from storage.store import Store

DEADLY = "Accord itself ended in the middle of every attempt to send it"
"""The reason of a post that seems to be what ends its process; known by how often that ended in the middle of it."""
_COUNT = func.count()
REASONS = (
    select(OUTBOX.c.reason, _COUNT)
    .where(OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.state == fixed(State.PARKED))
    .group_by(OUTBOX.c.reason)
    .order_by(_COUNT.desc(), OUTBOX.c.reason)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
LATELY_DEADLY = select(OUTBOX.c.organisation_id).where(
    OUTBOX.c.state == fixed(State.PARKED),
    OUTBOX.c.unended >= fixed(DEATHS),
    OUTBOX.c.ready_at >= bindparam("since"),
)
"""Not grouped: SQLite would rather read every post in that order than the few by their index."""


class SetAside(NamedTuple):
    """How many posts, and why, without anybody's words."""

    reason: str
    posts: int


async def set_aside(store: Store, organisation_id: str, limit: int = 10) -> tuple[SetAside, ...]:
    """Why posts of the organisation were set aside, the most frequent reason first."""
    values: Values = {"organisation": organisation_id, "limit": limit}
    rows = await store.look(lambda connection: connection.rows(REASONS, values))
    return tuple(SetAside(str(reason), int(posts)) for reason, posts in rows)


def deadly_posts(connection: Connection, since: datetime) -> Mapping[str, int]:
    """How many posts have been set aside since then because they seem to end their process, by organisation."""
    return Counter(
        str(organisation_id) for (organisation_id,) in connection.rows(LATELY_DEADLY, {"since": micros(since)})
    )
