"""What the only writer of a database knows without asking: records as it has read or written them.

Nobody else can have changed them: another program's change shows in SQLite's `data_version`, and whatever is taken back
here makes the writer forget (storage/sqlite.py). A database with several writers has no such memory.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, NamedTuple, TypeVar

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
        self._held: OrderedDict[Key, Held[object]] = OrderedDict()
        self._highest: dict[Key, int] = {}

    def find(self, key: Key, kind: type[R]) -> Held[R] | None:
        """The record, or None where the database has to be asked."""
        del kind  # tells the type checker what the key already says
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found  # type: ignore[return-value]

    def keep(self, key: Key, held: Held[R], size: int) -> None:
        """Remembers it as it was read or written; not the longest, so that a few cannot take all the memory."""
        self._held.pop(key, None)
        if size > LONGEST:
            return
        self._held[key] = held  # type: ignore[assignment]
        if len(self._held) > LIMIT:
            self._held.popitem(last=False)

    def highest(self, of: Key) -> int | None:
        """The highest number of a kind in a project, None where the database has to be asked. `of`: (kind,
        organisation_id, project_id)."""
        return self._highest.get(of)

    def numbered(self, of: Key, highest: int) -> None:
        """Remembers the highest number."""
        if len(self._highest) >= LIMIT:
            self._highest.clear()
        self._highest[of] = highest

    def forget(self) -> None:
        """Something was taken back, or somebody else has written: the database has to be asked again."""
        self._held.clear()
        self._highest.clear()
