"""How mails ended that this process has sent, as long as anybody may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.platform import Ambiguous, PlatformError

REMEMBERED = 1000
LONGEST_HOLD = timedelta(days=1)


@dataclass(frozen=True)
class _End:
    error: PlatformError | None
    doubts: int
    until: datetime


class Memory:
    """By Message-ID. Each time nobody knows whether the relay took a mail, the next attempt waits longer: four minutes,
    then a quarter of an hour, then hours; so a relay that never answers fills nobody's mailbox."""

    def __init__(self) -> None:
        self._ends: dict[str, _End] = {}

    def note(self, name: str, error: PlatformError | None, now: datetime) -> None:
        """It has ended so."""
        before = self._ends.pop(name, None)
        doubts = (before.doubts if before else 0) + isinstance(error, Ambiguous)
        hold = (
            min(timedelta(minutes=4 ** min(doubts, 6)), LONGEST_HOLD) if isinstance(error, Ambiguous) else timedelta()
        )
        self._ends[name] = _End(error, doubts, now + hold)
        if len(self._ends) > REMEMBERED:
            del self._ends[next(iter(self._ends))]

    def was_taken(self, name: str) -> bool:
        """Whether the relay has taken it. Raises Ambiguous where nobody can tell."""
        end = self._ends.get(name)
        if end is None:
            raise Ambiguous("nobody can tell whether the mail was taken")
        if isinstance(end.error, Ambiguous):
            raise end.error
        return end.error is None

    def held(self, name: str, now: datetime) -> timedelta:
        """How long it has to wait yet."""
        end = self._ends.get(name)
        return timedelta() if end is None else max(end.until - now, timedelta())
