"""At most so many escalations a minute in one organisation, so that no flood of one keeps the others waiting.

Counted in this process: what counts for good, by person and by project, is counted from the records
(flows/escalations/floods.py).
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock

from flows.commands import Command
from flows.effects import Refusal
from flows.escalations.commands import Escalate
from flows.phrases import Count, Phrase

MINUTE = timedelta(minutes=1)


class Crowds:
    """What was sent in the last minute, by organisation. Asked by the store's threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def refusal(self, organisation_id: str, command: Command, now: datetime) -> Refusal | None:
        """Why this one is too many; None when it is not, and then it counts."""
        if not isinstance(command, Escalate):
            return None
        with self._lock:
            sent = self._sent[organisation_id]
            while sent and not now - MINUTE < sent[0] <= now:
                sent.popleft()
            if len(sent) < self._most:
                sent.append(now)
                return None
        return Refusal(
            Phrase(
                "{many} have been sent here within a minute, which is the most that Accord takes at once. Nothing was "
                "sent. Please press Send again in a minute.",
                many=Count(self._most, "escalation", "escalations"),
            )
        )
