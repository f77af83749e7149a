"""Sessions of processes that stand still in the middle of a transaction: what they have locked is given back.

The server ends a transaction that does nothing (`postgres_links.IDLE`), but not one whose client has sent half of what
it has to say, or does not read the answer: that it would wait for as long as the machine is paused. So each process
looks for such sessions of all of them.
"""

from __future__ import annotations

from threading import Event, Thread

import psycopg
import structlog

from storage.connections import Row
from storage.postgres_links import AWAY, NAME, connect

log = structlog.get_logger("accord.storage")
EVERY = 1.0
"""Seconds between two looks."""
LONGEST = 8
"""Seconds since the server heard the last of a transaction with locks; whoever is at it asks far more often than that,
however long it takes in all: no statement takes longer than `postgres_links.LONGEST`."""
END = f"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity AS session
WHERE datname = current_database() AND usename = current_user AND application_name = '{NAME}'
  AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
  AND state_change < clock_timestamp() - interval '{LONGEST} seconds'
  AND EXISTS (
    SELECT FROM pg_locks AS held
    WHERE held.pid = session.pid AND held.granted AND held.locktype IN ('transactionid', 'advisory')
  )
""".encode()  # noqa: S608  # constants of ours


class StuckSessions:
    """Looks on a connection and a thread of its own, from `start` until `stop`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._stopped = Event()
        self._thread = Thread(target=self._live, name="accord-freeing", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the looking."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _live(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                with connect(self._url) as raw:
                    raw.autocommit = True
                    self._look(raw)
            except AWAY:  # whoever works tells of it
                continue

    def _look(self, raw: psycopg.Connection[Row]) -> None:
        """Until it is stopped. Raises what psycopg raises when the connection is lost."""
        while not self._stopped.is_set():
            ended = len(raw.execute(END).fetchall())
            if ended:
                log.warning("sessions that stood still were ended", sessions=ended)
            self._stopped.wait(EVERY)
