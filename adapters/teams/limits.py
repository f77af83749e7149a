"""How often Teams may be called: what it documents per conversation and per tenant, kept to the letter.

What Teams asks for by Retry-After is not here: delivery keeps that with the address.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from adapters.platform import Held


class Doing(StrEnum):
    """What sort of call."""

    SENDING = "sending"
    """A message, a change of one, or opening a personal chat."""
    READING = "reading"
    """Members and channels."""


@dataclass(frozen=True)
class Window:
    """At most `most` calls within any `seconds`."""

    most: int
    seconds: float


Windows = tuple[Window, ...]
PER_CONVERSATION: Mapping[Doing, Windows] = {
    Doing.SENDING: (Window(7, 1.0), Window(8, 2.0), Window(60, 30.0), Window(1800, 3600.0)),
    Doing.READING: (Window(14, 1.0), Window(16, 2.0), Window(120, 30.0), Window(3600, 3600.0)),
}
PER_TENANT: Windows = (Window(50, 1.0),)
"""learn.microsoft.com, "Optimize your bot with rate limiting in Teams"."""
MOST_LOGS = 5000
"""Conversations remembered before the quiet ones are forgotten."""


class Log:
    """When the latest calls were made."""

    __slots__ = ("_at", "_windows")

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._at: deque[float] = deque(maxlen=max(window.most for window in windows))

    def free_in(self, now: float) -> float:
        """In how many seconds another call may be made; at most 0.0 for now."""
        waits = (self._at[-window.most] + window.seconds - now for window in self._windows if self._full(window))
        return max(waits, default=0.0)

    def add(self, now: float) -> None:
        """A call is made."""
        self._at.append(now)

    def is_quiet(self, now: float) -> bool:
        """Whether nothing in it counts any more."""
        return not self._at or self._at[-1] + max(window.seconds for window in self._windows) <= now

    def _full(self, window: Window) -> bool:
        return len(self._at) >= window.most


class Limits:
    """What may be called now. `seconds`: a clock that never jumps. `paced`: whether Teams' limits hold at all; in tests
    they may not."""

    def __init__(self, seconds: Callable[[], float], *, paced: bool = True) -> None:
        self._seconds = seconds
        self._paced = paced
        self._logs: dict[Hashable, Log] = {}

    def take(self, tenant_id: str, conversation_id: str, doing: Doing) -> None:
        """Counts a call that is about to be made; raises Held when it may not be made now."""
        if not self._paced:
            return
        now = self._seconds()
        logs = (
            self._log(tenant_id, PER_TENANT, now),
            self._log((conversation_id, doing), PER_CONVERSATION[doing], now),
        )
        wait = max(log.free_in(now) for log in logs)
        if wait > 0:
            raise Held(timedelta(seconds=wait))
        for log in logs:
            log.add(now)

    def _log(self, of: Hashable, windows: Windows, now: float) -> Log:
        found = self._logs.get(of)
        if found is None:
            if len(self._logs) >= MOST_LOGS:
                self._logs = {key: log for key, log in self._logs.items() if not log.is_quiet(now)}
            found = self._logs[of] = Log(windows)
        return found
