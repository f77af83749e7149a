"""For any story: whatever happened, every record has exactly one audit entry per version, and all of it fits."""

from __future__ import annotations

from storage.store import Store
from storage.verifying import verify


async def assert_audited(store: Store) -> None:
    """Raises AssertionError naming the first problems."""
    report = await verify(store)
    assert report.problems == ()
