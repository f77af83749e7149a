"""The one clock of the process, and the local workspace's simulated one."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import Enum

MOST_STEP = timedelta(minutes=5)
"""A truth that differs from the time passed by more than this is a jump, and not believed at once."""
STEADY = timedelta(seconds=5)
"""After a jump, so far may two looks differ from the time between them and still agree."""
JUST_NOW = timedelta(seconds=1)
"""A moment that has passed by no more is not back in time."""
GOOD_LOOKS = 2
"""So many looks in a row have to agree before a jump is believed."""


class Sight(Enum):
    """What a look at the true time has shown."""

    STEADY = "steady"
    DOUBTED = "doubted"
    """It has jumped; nothing moves until it is believed or gone."""
    BELIEVED = "believed"
    """It had jumped, has gone on steadily since, and is the time from now on."""


def wall_clock() -> datetime:
    """What this machine takes for the time."""
    return datetime.now(UTC)


class Clock:
    """The last true time that was believed, the time passed since, and an offset.

    Time passed is counted by a clock that nobody can set, so that a jump of the machine's own clock fires nothing; who
    looks at the true time once a second is told of one by `look`. Only the local workspace moves the offset, and only
    forward. `wall`: the true time where no better one is given; `passed`: seconds since any moment.
    """

    def __init__(
        self,
        offset: timedelta = timedelta(),
        *,
        wall: Callable[[], datetime] = wall_clock,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._offset = offset
        self._wall = wall
        self._passed = passed
        self._seen, self._at = wall(), passed()
        self._ahead = timedelta()
        self._first = True
        self._doubted: tuple[datetime, float, int] | None = None

    @classmethod
    def beginning(cls, start: datetime) -> Clock:
        """A clock that shows `start` now, whether that is still to come or long past."""
        return cls(start - wall_clock())

    @property
    def offset(self) -> timedelta:
        """How far the simulated time is ahead of the real one."""
        return self._offset

    @property
    def is_real(self) -> bool:
        """Whether it goes by this machine's clock, and so by a better one where there is one."""
        return self._wall is wall_clock

    @property
    def is_doubted(self) -> bool:
        """Whether the true time has jumped, and nobody knows yet whether it stays so."""
        return self._doubted is not None

    def now(self) -> datetime:
        """This moment, as an aware UTC datetime."""
        return self._real() + self._offset

    def look(self, truth: datetime | None = None) -> Sight:
        """Compares with the true time (the wall's unless given) and goes by it, unless it has jumped.

        A small step back is walked off at half speed, so that time never runs backwards for it. The first look is
        believed whatever it shows: nothing was done by this clock before it.
        """
        truth = self._wall() if truth is None else truth
        at, real = self._passed(), self._real()
        if self._first or abs(truth - real) <= MOST_STEP:
            back = timedelta() if self._first else max(real - truth, timedelta())
            self._first = False
            self._believe(truth, at, back)
            return Sight.STEADY
        good = self._good_looks(truth, at)
        if good < GOOD_LOOKS:
            self._doubted = truth, at, good
            return Sight.DOUBTED
        self._believe(truth, at, timedelta())
        return Sight.BELIEVED

    def _good_looks(self, truth: datetime, at: float) -> int:
        """How many looks in a row, with this one, have gone on from a jump as the time has."""
        if self._doubted is None:
            return 0
        before, then, good = self._doubted
        return good + 1 if abs(truth - before - timedelta(seconds=at - then)) <= STEADY else 0

    def _believe(self, truth: datetime, at: float, ahead: timedelta) -> None:
        self._seen, self._at, self._ahead, self._doubted = truth, at, ahead, None

    def _real(self) -> datetime:
        passed = timedelta(seconds=self._passed() - self._at)
        if not self._ahead:
            return self._seen + passed
        return self._seen + passed + max(self._ahead - passed / 2, timedelta())

    def restore(self, offset: timedelta) -> None:
        """Goes on from an offset that was kept over a restart; never back behind where this clock was moved to."""
        self._offset = max(self._offset, offset) if self._offset else offset

    def set_forward(self, to: datetime) -> None:
        """Makes it `to` now. Raises ValueError for a moment that has passed: time never runs backwards.

        One that passed just now, while it was asked for, is here already.
        """
        ahead = to - self.now()
        if ahead < -JUST_NOW:
            raise ValueError("the clock cannot be set back")
        self._offset += max(ahead, timedelta())


Settle = Callable[[], Awaitable[None]]
"""Runs the tick and the delivery until nothing is due any more."""
