"""The event key of a press: the same for its repeats, another one for the same press later."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from adapters.teams.asked import Origin

WITHIN = 60.0
"""Seconds in which the same press from the same drawing is a repeat: a client repeats twice within a few seconds."""
MOST = 20_000


class Repeats:
    """`seconds`: UNIX time. What another process saw is recognised in the same minute."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._first: OrderedDict[str, float] = OrderedDict()

    def key(self, origin: Origin) -> str:
        """The event key; the same for everything that must be done once."""
        if not origin.timed:
            return origin.key
        now = self._seconds()
        first = self._first.get(origin.key)
        if first is None or not 0 <= now - first < WITHIN:
            first = self._first[origin.key] = now
            self._first.move_to_end(origin.key)
            while len(self._first) > MOST:
                self._first.popitem(last=False)
        return f"{origin.key}/{int(first // WITHIN)}"
