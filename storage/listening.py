"""LISTEN and NOTIFY: how the processes on one PostgreSQL wake each other, on a connection and a thread of their own.

Never inside a transaction that changes something: a NOTIFY takes a lock of the whole server when it commits. So it is
sent after the commit, once for all that has come together meanwhile. Whoever misses one looks again by itself soon.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from select import select
from threading import Event, Lock, Thread
from time import monotonic

import psycopg
import structlog

from storage.connections import Row
from storage.postgres_links import AWAY, connect

log = structlog.get_logger("accord.storage")
CHANNEL = "accord"
TOGETHER = 0.02
"""Seconds between two notifications of one process at least."""
AGAIN = 1.0
"""Seconds until a lost connection is made again."""
QUIET = 30.0
"""Seconds after which a connection on which nothing was heard is tried out."""


class PostgresBell:
    """Fits `storage.opening.Bell`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._rung: set[str] = set()
        self._stopped = Event()
        self._heard: Callable[[str], None] | None = None
        self._wake_out, self._wake_in = -1, -1
        self._thread = Thread(target=self._live, name="accord-listener", daemon=True)

    def start(self, heard: Callable[[str], None]) -> None:
        """See the protocol."""
        self._heard = heard
        self._wake_out, self._wake_in = os.pipe()
        os.set_blocking(self._wake_in, False)  # whoever rings, on the event loop, never waits for the listener
        self._thread.start()

    def ring(self, what: str) -> None:
        """See the protocol."""
        with self._lock:
            if self._wake_in >= 0 and not self._rung:
                os.write(self._wake_in, b".")
            self._rung.add(what)

    def stop(self) -> None:
        """See the protocol."""
        if self._wake_in < 0:
            return
        self._stopped.set()
        with self._lock:
            os.write(self._wake_in, b".")
        self._thread.join()
        with self._lock:
            os.close(self._wake_in)
            os.close(self._wake_out)
            self._wake_in = -1

    def _live(self) -> None:
        while not self._stopped.is_set():
            try:
                with connect(self._url) as raw:
                    raw.autocommit = True
                    self._listen(raw)
            except AWAY as error:
                log.info("nobody rings for now", why=type(error).__name__)
                self._stopped.wait(AGAIN)

    def _listen(self, raw: psycopg.Connection[Row]) -> None:
        """Until it is stopped. Raises what psycopg raises when the connection is lost."""
        raw.add_notify_handler(lambda note: self._tell(raw, note.pid, note.payload))
        raw.execute(f"LISTEN {CHANNEL}".encode())
        self._tell(raw, 0, "")  # whatever was rung while nobody listened
        while not self._stopped.is_set():
            ready, _, _ = select([raw.fileno(), self._wake_out], [], [], QUIET)
            if not ready:
                raw.execute(b"SELECT 1")
            if raw.fileno() in ready:
                self._hear(raw)
            if self._wake_out in ready:
                os.read(self._wake_out, 4096)
                self._send(raw)
        self._send(raw)

    def _hear(self, raw: psycopg.Connection[Row]) -> None:
        raw.pgconn.consume_input()
        while (note := raw.pgconn.notifies()) is not None:
            self._tell(raw, note.be_pid, note.extra.decode())

    def _send(self, raw: psycopg.Connection[Row]) -> None:
        with self._lock:
            rung, self._rung = self._rung, set()
        sent = monotonic()
        for what in sorted(rung):
            raw.execute(b"SELECT pg_notify(%s, %s)", [CHANNEL, what])
        self._stopped.wait(max(0.0, TOGETHER - (monotonic() - sent)))

    def _tell(self, raw: psycopg.Connection[Row], sender: int, what: str) -> None:
        """What others have rung for; "" for anything. What this process rang for, it knows."""
        if self._heard is not None and sender != raw.info.backend_pid:
            with suppress(RuntimeError):  # the loop has been closed meanwhile
                self._heard(what)
