"""What delivery gave up, as whoever runs Accord is told of it."""

from __future__ import annotations

import asyncio

from storage.set_aside import SetAside, set_aside
from storage.store import Store
from tests.storage.clerk import Clerk, post, raw_sql

GIVE_UP = "UPDATE outbox SET state = 'parked', reason = ? WHERE organisation_id = ? AND key = ?"


async def test_reasons_are_counted_for_one_organisation(store: Store, clerk: Clerk, database_url: str) -> None:
    for organisation in ("acme", "other"):
        await clerk.at(organisation).posts(*(post(f"post/{number}", "Hello") for number in range(4)))
    reasons = {"post/0": "Gone: archived", "post/1": "Refused: restricted", "post/2": "Gone: archived"}
    for key, reason in reasons.items():
        await asyncio.to_thread(raw_sql, database_url, GIVE_UP, (reason, "acme", key))
    assert await set_aside(store, "acme") == (SetAside("Gone: archived", 2), SetAside("Refused: restricted", 1))
    assert await set_aside(store, "acme", limit=1) == (SetAside("Gone: archived", 2),)
    assert await set_aside(store, "other") == ()
