"""The one clock of the process, and the local workspace's simulated one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset that only the local workspace may move, and only forward."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    @classmethod
    def beginning(cls, start: datetime) -> Clock:
        """A clock that shows `start` now, whether that is still to come or long past."""
        return cls(start - datetime.now(UTC))

    @property
    def offset(self) -> timedelta:
        """How far the simulated time is ahead of the real one."""
        return self._offset

    def now(self) -> datetime:
        """This moment, as an aware UTC datetime."""
        return datetime.now(UTC) + self._offset

    def restore(self, offset: timedelta) -> None:
        """Goes on from an offset that was kept over a restart; never back behind where this clock already is."""
        self._offset = max(self._offset, offset)

    def set_forward(self, to: datetime) -> None:
        """Makes it `to` now. Raises ValueError for a moment that has passed: time never runs backwards."""
        ahead = to - self.now()
        if ahead < timedelta():
            raise ValueError("the clock cannot be set back")
        self._offset += ahead


Settle = Callable[[], Awaitable[None]]
"""Runs the tick and the delivery until nothing is due any more."""
