"""What is known of each project's digest, in the database."""

from __future__ import annotations

from flows.digests.records import DigestState
from storage.kinds import Columns, Kind

NO_NEXT = "no next"
"""The state of one that has no next digest, even where it is due for the kick-off."""


def columns(record: DigestState) -> Columns:
    """A digest's id is its project's."""
    known = (record.due_at, record.kickoff_at, record.prepare_at, record.drill_at, record.parts_at)
    moments = [at for at in known if at is not None]
    state = NO_NEXT if record.due_at is None else None
    return Columns(record.id, state, number=record.number, due_at=min(moments, default=None))


DIGESTS = Kind("digest", "digest", DigestState, columns)
