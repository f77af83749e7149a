"""What becomes of a transaction on PostgreSQL when others were faster: it begins again, and comes to its turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from secrets import randbelow
from threading import Event, Lock
from typing import TypeVar

from psycopg import errors

from storage.errors import Conflict

TRIES = 8
"""How often whoever is let through tries again when another process is faster."""

# Somebody else changed what we read, or adds what we add: begin again on what is there now.
FASTER = (Conflict, errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)

T = TypeVar("T")


class Turns:
    """Lets those who were slower come to their turn: one at a time tries again, and new ones wait if that fails too."""

    def __init__(self) -> None:
        self._again = Lock()
        self._open = Event()
        self._open.set()

    def wait(self) -> None:
        """Until nobody who was slower has to be let through."""
        self._open.wait()

    def take(self, attempt: Callable[[], T]) -> T:
        """Attempts until it is not outrun any more; raises what the last attempt raised."""
        self._open.wait()
        with suppress(*FASTER):
            return attempt()
        with self._again:
            with suppress(*FASTER):
                return attempt()
            self._open.clear()
            try:
                return self._insist(attempt)
            finally:
                self._open.set()

    def _insist(self, attempt: Callable[[], T]) -> T:
        for tried in range(TRIES):
            with suppress(*FASTER):
                return attempt()
            time.sleep(randbelow(1 + 2**tried) / 1000)  # another process is faster
        return attempt()
