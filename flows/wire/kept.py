"""Texts of values that were written lately: what one change leaves as it was is not written again for the next."""

from __future__ import annotations

from collections.abc import Sequence

LIMIT = 4096
LONGEST = 2000
"""Characters; longer texts are made anew, so that they cannot fill the memory."""


class Kept:
    """A bounded memory by identity, for immutable values.

    An entry holds its value, so that no other one can get its identity meanwhile. It has two halves: what was not asked
    for while one half filled up is forgotten.
    """

    __slots__ = ("_new", "_old")

    def __init__(self) -> None:
        self._new: dict[tuple[int, int], tuple[object, str]] = {}
        self._old: dict[tuple[int, int], tuple[object, str]] = {}

    def find(self, kind: int, value: object) -> str | None:
        """The text of this very value, written as this kind; None when it is not known."""
        key = kind, id(value)
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self._new[key] = found
        return found[1]

    def keep(self, kind: int, value: object, text: str) -> str:
        """Remembers a text, unless it is long, and hands it back."""
        if len(text) <= LONGEST:
            if len(self._new) >= LIMIT:
                self._old, self._new = self._new, {}
            self._new[kind, id(value)] = (value, text)
        return text


RECORDS = 256
LONGEST_RECORD = 16_000
Line = tuple[Sequence[object], Sequence[str]]
"""The values of a record's fields, and the text of each; "" for one that is left out."""


class Lines:
    """How records were written last, field by field, by kind and id; in two halves, too.

    Records of several organisations with the same id share a place: what is not the very same value is written anew.
    """

    __slots__ = ("_new", "_old")

    def __init__(self) -> None:
        self._new: dict[tuple[int, str], Line] = {}
        self._old: dict[tuple[int, str], Line] = {}

    def find(self, kind: int, record_id: str) -> Line | None:
        """The version that was written last."""
        return self._new.get((kind, record_id)) or self._old.get((kind, record_id))

    def keep(self, kind: int, record_id: str, line: Line, length: int) -> None:
        """Remembers this one, unless it is long."""
        if len(self._new) >= RECORDS:
            self._old, self._new = self._new, {}
        if length <= LONGEST_RECORD:
            self._new[kind, record_id] = line
