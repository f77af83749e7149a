"""What is known of each project's digest, in the database."""

from __future__ import annotations

from flows.digests.records import DigestState
from storage.kinds import Columns, Kind


def columns(record: DigestState) -> Columns:
    """A digest's id is its project's."""
    return Columns(record.id, number=record.number, due_at=record.due_at)


DIGESTS = Kind("digest", "digest", DigestState, columns)
