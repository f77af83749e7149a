"""Texts too long for a button or menu, kept under their hash. Fits the Slack adapter's `Shelf` by shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Connection, Values
from storage.instants import micros
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

LENGTH = 32
"""Characters of a hash: 128 bits."""
FRESH = timedelta(days=30)
"""A text that is shown again sooner need not be written again."""
KEPT = timedelta(days=400)
"""Buttons that old get a polite answer."""

ROWS = table("kept_text")
_DIGEST = re.compile(f"[0-9a-f]{{{LENGTH}}}")
_HERE = (ROWS.c.organisation_id == bindparam("organisation"), ROWS.c.digest == bindparam("of_digest"))
GET = select(ROWS.c.body).where(*_HERE)
SHOWN_AT = select(ROWS.c.at).where(*_HERE)
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"),
    digest=bindparam("of_digest"),
    body=bindparam("body"),
    at=bindparam("at"),
)
PUT = _ADD.on_conflict_do_update(index_elements=["organisation_id", "digest"], set_={"at": _ADD.excluded.at})
OLD = (
    select(ROWS.c.organisation_id, ROWS.c.digest)
    .where(ROWS.c.at < bindparam("before"))
    .order_by(ROWS.c.at)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
DROP = delete(ROWS).where(*_HERE, ROWS.c.at < bindparam("before"))


class KeptTexts:
    """The texts of every organisation. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def put(self, organisation_id: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The hash of each text; putting it twice keeps it once, and costs no write."""
        digests = tuple(digest_of(text) for text in texts)
        if not digests:
            return ()
        now, asked = self._now(), [_at(organisation_id, digest) for digest in digests]
        known = await self._store.look(lambda connection: connection.each(SHOWN_AT, asked))
        stale = micros(now - FRESH)
        new: dict[str, Values] = {
            digest: {**_at(organisation_id, digest), "body": text, "at": micros(now)}
            for digest, text, rows in zip(digests, texts, known, strict=True)
            if not rows or rows[0][0] < stale
        }
        if new:
            rows = [new[digest] for digest in sorted(new)]  # in one order for all, so that writers cannot block
            await self._store.change(lambda connection: connection.change([Change(PUT, rows)]))
        return digests

    async def get(self, organisation_id: str, digest: str) -> str | None:
        """The text, or None when it is not known to this organisation."""
        if not _DIGEST.fullmatch(digest):
            return None
        rows = await self._store.look(lambda connection: connection.rows(GET, _at(organisation_id, digest)))
        return str(rows[0][0]) if rows else None


def digest_of(text: str) -> str:
    """What a text is kept under."""
    return sha256(text.encode()).hexdigest()[:LENGTH]


def drop_old(connection: Connection, now: datetime, most: int) -> int:
    """Takes away what nobody was shown for very long, so many at most; returns how many."""
    before = micros(now - KEPT)
    old = connection.rows(OLD, {"before": before, "limit": most})
    if old:
        rows: list[Values] = [{**_at(organisation_id, digest), "before": before} for organisation_id, digest in old]
        connection.change([Change(DROP, rows)])
    return len(old)


def _at(organisation_id: str, digest: str) -> Values:
    return {"organisation": organisation_id, "of_digest": digest}
