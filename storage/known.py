"""What the only writer of a database knows without asking: records as it has read or written them.

Nobody else can have changed them: another program's change shows in SQLite's `data_version`, and whatever is taken back
here makes the writer forget (storage/sqlite.py). A database with several writers has no such memory.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar, cast

from storage.connections import Value
from storage.decoded import LONGEST

R = TypeVar("R")
LIMIT = 2048
Key = tuple[str, str, str]
"""(kind, organisation_id, record_id)."""


class Held(NamedTuple, Generic[R]):
    """A record as it stands in the database. `columns`: what it can be found by, as stored."""

    record: R
    version: int
    hash: str
    columns: tuple[Value, ...]


class Known:
    """A bounded memory for one thread; the record asked for least lately goes first."""

    def __init__(self) -> None:
        self._held: dict[Key, Held[object]] = {}

    def find(self, key: Key, kind: type[R]) -> Held[R] | None:
        """The record, or None where the database has to be asked."""
        del kind  # tells the type checker what the key already says
        found = self._held.pop(key, None)
        if found is not None:
            self._held[key] = found
        return cast("Held[R] | None", found)

    def keep(self, key: Key, held: Held[R], size: int) -> None:
        """Remembers it as it was read or written; not the longest, so that a few cannot take all the memory."""
        self._held.pop(key, None)
        if size > LONGEST:
            return
        self._held[key] = cast(Held[object], held)
        if len(self._held) > LIMIT:
            del self._held[next(iter(self._held))]

    def forget(self) -> None:
        """Something was taken back, or somebody else has written: the database has to be asked again."""
        self._held.clear()
