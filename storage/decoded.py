"""Records decoded lately, kept by the text they were decoded from, so that an unchanged one is decoded once.

Being kept by content they can never be stale, whatever is rolled back.
"""

from __future__ import annotations

from threading import Lock
from typing import TypeVar, cast

from flows.wire import Wire

R = TypeVar("R")
LONGEST = 64 * 1024
"""Longer texts are decoded each time, so that a few of them cannot take all the memory."""


class Decoded:
    """A bounded memory shared by all threads; the record asked for least lately goes first."""

    def __init__(self, wire: Wire, limit: int = 2048) -> None:
        self._wire = wire
        self._limit = limit
        self._lock = Lock()
        self._records: dict[tuple[type, str], object] = {}

    def load(self, kind: type[R], body: str) -> R:
        """The record of this text; raises flows.wire.WireError."""
        key = (kind, body)
        with self._lock:
            found = self._records.pop(key, None)
            if found is not None:
                self._records[key] = found
                return cast(R, found)
        record = self._wire.load(kind, body)
        self.keep(kind, body, record)
        return record

    def keep(self, kind: type[R], body: str, record: R) -> None:
        """Remembers what this text means."""
        if len(body) > LONGEST:
            return
        with self._lock:
            self._records[kind, body] = record
            if len(self._records) > self._limit:
                del self._records[next(iter(self._records))]
