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
FEW = 8
"""Records found by one search that are remembered; each of more would have to be looked up by itself."""
Key = tuple[str, str, str]
"""(kind, organisation_id, record_id)."""
Place = tuple[str, str]
"""(kind, organisation_id)."""
Search = tuple[tuple[str, str], ...]
"""Columns and what they have to be."""


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
        self._found: dict[Place, dict[Search, tuple[str, ...]]] = {}

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

    def found(self, place: Place, search: Search) -> tuple[str, ...] | None:
        """The ids of the records that fit; None where the database has to be asked."""
        return self._found.get(place, {}).get(search)

    def keep_found(self, place: Place, search: Search, ids: tuple[str, ...]) -> None:
        """Remembers the ids of all records that fit, where they are few."""
        if len(ids) > FEW:
            return
        if len(self._found) >= LIMIT or len(self._found.get(place, ())) >= LIMIT:
            self._found.clear()
        self._found.setdefault(place, {})[search] = ids

    def moved(self, place: Place) -> None:
        """A record of this kind is new, or is found by something else now."""
        self._found.pop(place, None)

    def forget(self) -> None:
        """Something was taken back, or somebody else has written: the database has to be asked again."""
        self._held.clear()
        self._highest.clear()
        self._found.clear()
