"""Found by Python before anything else when this folder is on PYTHONPATH: the process kills itself at a given commit.

ACCORD_TEST_DEATH is JSON: `touches` (pieces of statements or of their values), `nth` (which of the transactions with
all these pieces), and `after` (whether the commit is done by then, or about to begin). Without it nothing is changed.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any


class Mortal(sqlite3.Connection):
    """A connection whose process dies at one of its commits, as if the power had gone."""

    touches: frozenset[str]
    left: int
    after: bool
    missing: frozenset[str] = frozenset()

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401  # as in sqlite3
        if sql != "COMMIT":
            self._note(sql, values)
            return super().execute(sql, *values)
        Mortal.left -= not self.missing
        due = not self.missing and Mortal.left == 0
        if due and not self.after:
            die()
        cursor = super().execute(sql)
        if due:
            die()
        return cursor

    def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:  # noqa: ANN401
        rows = list(values)  # an iterator tells nothing of what it gives
        self._note(sql, rows)
        return super().executemany(sql, rows)

    def _note(self, sql: str, values: object) -> None:
        if sql.startswith("BEGIN"):
            self.missing = self.touches
        elif self.missing:
            told = f"{sql} {values!r}"
            self.missing = frozenset(piece for piece in self.missing if piece not in told)


def die() -> None:
    """As hard as it gets: nothing is flushed, closed or said."""
    os.kill(os.getpid(), signal.SIGKILL)


def mortal(connect: Callable[..., sqlite3.Connection], order: str) -> Callable[..., sqlite3.Connection]:
    """`connect` as the rest of the process finds it."""
    death = json.loads(order)
    Mortal.touches, Mortal.left, Mortal.after = frozenset(death["touches"]), death["nth"], death["after"]
    return lambda *path, **options: connect(*path, **options, factory=Mortal)


if "ACCORD_TEST_DEATH" in os.environ:
    sqlite3.connect = mortal(sqlite3.connect, os.environ["ACCORD_TEST_DEATH"])  # type: ignore[assignment]
