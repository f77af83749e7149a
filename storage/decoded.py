"""Records decoded lately, so that one that did not change is decoded once.

A record is known by its text, so it can never be stale, whatever is rolled back.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TypeVar

from flows.wire import Wire

R = TypeVar("R")
LONGEST = 64 * 1024
"""Longer texts are decoded each time, so that a few of them cannot take all the memory."""
Place = tuple[type, str, str]
"""(class, organisation_id, record_id)."""


class Decoded:
    """A bounded memory shared by all threads, with one version of each record; what was asked for least lately goes."""

    def __init__(self, wire: Wire, limit: int = 2048) -> None:
        self._wire = wire
        self._limit = limit
        self._lock = Lock()
        self._records: OrderedDict[Place, tuple[str, object]] = OrderedDict()

    def load(self, kind: type[R], of: tuple[str, str], body: str) -> R:
        """The record of this text. `of`: (organisation_id, record_id). Raises flows.wire.WireError."""
        place = (kind, *of)
        with self._lock:
            found = self._records.get(place)
            if found is not None:
                self._records.move_to_end(place)
        if found is not None and found[0] == body:
            return found[1]  # type: ignore[return-value]
        record = self._wire.load(kind, body)
        self.keep(kind, of, body, record)
        return record

    def keep(self, kind: type[R], of: tuple[str, str], body: str, record: R) -> None:
        """Remembers what this text means, in place of what the record was before."""
        place = (kind, *of)
        with self._lock:
            self._records.pop(place, None)
            if len(body) <= LONGEST:
                self._records[place] = body, record
            if len(self._records) > self._limit:
                self._records.popitem(last=False)
