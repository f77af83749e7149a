"""SQL texts with places in place of names, for sqlite3: for each name it asks SQLite anew, and lets go of the
interpreter meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

from storage.connections import Value, Values


class Placed(NamedTuple):
    """A statement's text, and what takes its values in the order of its places."""

    text: str
    taken: Callable[[Values], tuple[Value, ...]]


class PlacedTexts:
    """Each statement compiled at first use and kept. `dialect`: one whose `paramstyle` is "qmark"."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._texts: dict[Executable, Placed] = {}

    def of(self, statement: Executable) -> Placed:
        """The text, and how its values go in."""
        found = self._texts.get(statement)
        if found is None:
            assert isinstance(statement, CompilerElement)  # noqa: S101  # every Core statement is one
            compiled = statement.compile(dialect=self._dialect)
            assert isinstance(compiled, SQLCompiler)  # noqa: S101
            found = self._texts[statement] = Placed(str(compiled), _in_order(compiled.positiontup or []))
        return found


def _in_order(names: list[str]) -> Callable[[Values], tuple[Value, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple([values[name] for name in names])
