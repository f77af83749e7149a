"""After an outage, what comes late comes at a pace that people can read.

Counted in the database, for all processes together. What a decision waits for is not held up, and neither is what is on
time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.slots import take_slot
from storage.store import Store

LATE_ONES = "late messages"
MOST = 20
"""Late messages of one organisation in a minute."""
AGAIN = timedelta(seconds=10)
"""Who has to wait is looked at again then; what is behind it at its address goes on meanwhile."""
AT_ONCE = ("escalation/",)
"""How the keys of what never waits begin."""


async def may_go(store: Store, organisation_id: str, key: str, now: datetime) -> bool:
    """Whether this late message may be sent now; if so, it counts. Raises flows.errors.Unavailable."""
    if key.startswith(AT_ONCE) and "/nudge/" not in key:
        return True
    return await store.deliver(lambda connection: take_slot(connection, organisation_id, LATE_ONES, MOST, now))
