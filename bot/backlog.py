"""After an outage, what comes late comes at a pace that people can read.

Counted in this process. What a decision waits for is not held up, and neither is what is on time.
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

MOST = 20
"""Late messages of one organisation in a minute."""
MINUTE = timedelta(minutes=1)
AGAIN = timedelta(seconds=10)
"""Who has to wait is looked at again then; what is behind it at its address goes on meanwhile."""
AT_ONCE = ("escalation/",)
"""How the keys of what never waits begin."""


class Backlog:
    """The late messages that were sent in the last minute, by organisation."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def may_go(self, organisation_id: str, key: str, now: datetime) -> bool:
        """Whether this late message may be sent now; if so, it counts."""
        if key.startswith(AT_ONCE) and "/nudge/" not in key:
            return True
        sent = self._sent[organisation_id]
        while sent and not now - MINUTE < sent[0] <= now:
            sent.popleft()
        if len(sent) >= self._most:
            return False
        sent.append(now)
        return True
