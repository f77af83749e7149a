"""How long a job waits for PostgreSQL while the server, or somebody else who uses it, stands in its way."""

from __future__ import annotations

from time import monotonic

from storage.jobs import Job

OVERDUE, TROUBLED = 1.4, 5.0
"""Seconds that a job may wait while there is trouble, and for which a trouble counts as going on."""
SHORT = 0.5
"""The same for a due item that waits for a lock: nobody looks at it, it is tried again soon, and the tick waits."""
MANY = 8
"""More locks than this, met by the jobs taken at one time, are no single rows that somebody holds."""


class Patience:
    """What all threads of one process know of such trouble; monotonic times.

    A lock concerns those who meet it: they have been told apart from the others before anybody waits for long
    (`storage.postgres_threads`). But who has pressed something is told in time, whatever else is the matter.
    """

    def __init__(self) -> None:
        self._away = self._locked = float("-inf")
        self._crowded: dict[str, float] = {}

    def server_in_trouble(self) -> None:
        """It is too busy or away."""
        self._away = monotonic()

    def waited_in_vain(self) -> None:
        """Somebody else goes on holding what a job needs."""
        self._locked = monotonic()

    def met_locks(self, whose: str, count: int) -> None:
        """So many of the jobs that were taken together have met one."""
        if count > MANY:
            self._crowded[whose] = monotonic()

    def is_over(self, job: Job[object]) -> bool:
        """Whether it has waited so long that nobody should wait longer."""
        now = monotonic()
        if now - job.since <= (SHORT if job.is_clocks and job.patient else OVERDUE):
            return False
        times = [self._away]
        if job.patient or not job.is_clocks:
            times.append(self._locked)
        if job.is_clocks:
            times.append(self._crowded.get(job.whose, float("-inf")))
        return now - max(times) < TROUBLED
