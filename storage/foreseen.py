"""What a command will probably ask of the database: what the same person's same command asked the last time.

Asked for all commands of a group at once, it saves each of them most of its waiting. A wrong guess costs a question
that nobody needed; a right one is answered in the same transaction, so it is never out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Executable

from storage.connections import Value, Values

MOST = 40
"""Questions remembered of one command."""
ITEM = "\0item"
"""Stands for the id of a due item, in what is remembered; no id has a NUL in it."""


class Ask(NamedTuple):
    """A question about one kind of record; `values` as pairs, so that it can be looked up."""

    statement: Executable
    values: tuple[tuple[str, Value], ...]

    @property
    def record(self) -> str | None:
        """The id, where it is for one record."""
        return next((str(value) for name, value in self.values if name == "record"), None)


class Origin(NamedTuple):
    """Where a job comes from: who gave which command, and the event that brought it, or the due item it is about, "".

    What the clock does is learned from one item and foreseen of the next: the same questions about another id.
    """

    organisation_id: str
    actor_id: str
    command: str
    event: str
    item: str = ""


def ask(statement: Executable, values: Values) -> Ask:
    """The question with these values."""
    return Ask(statement, tuple(values.items()))


class Foreseen:
    """A bounded memory shared by all threads; what was needed least lately goes first."""

    def __init__(self, limit: int = 4096) -> None:
        self._limit = limit
        self._lock = Lock()
        self._asks: OrderedDict[tuple[str, str, str], tuple[Ask, ...]] = OrderedDict()

    def of(self, origin: Origin) -> tuple[Ask, ...]:
        """What is probably asked."""
        with self._lock:
            asks = self._asks.get(origin[:3], ())
        return tuple(_with(each, ITEM, origin.item) for each in asks) if origin.item else asks

    def learn(self, origin: Origin, asks: Sequence[Ask]) -> None:
        """What was asked this time."""
        with self._lock:
            self._asks.pop(origin[:3], None)
            self._asks[origin[:3]] = tuple(_with(each, origin.item, ITEM) for each in asks[:MOST])
            if len(self._asks) > self._limit:
                self._asks.popitem(last=False)


def _with(asked: Ask, old: str, new: str) -> Ask:
    """The same question about another item, or about what is part of it."""
    if not old:
        return asked
    return Ask(asked.statement, tuple((name, _instead(value, old, new)) for name, value in asked.values))


def _instead(value: Value, old: str, new: str) -> Value:
    if value == old:
        return new
    return f"{new}{value[len(old) :]}" if isinstance(value, str) and value.startswith(f"{old}/") else value
