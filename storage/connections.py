"""A database connection as the store uses it: SQL text compiled once, run on the bare driver (docs/adr/0003)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import Dialect, Executable, Table
from sqlalchemy.sql.elements import CompilerElement

if TYPE_CHECKING:
    from storage.known import Known

Value: TypeAlias = str | int | None
Values: TypeAlias = Mapping[str, Value]
Row: TypeAlias = tuple[Any, ...]
"""What a driver gives back for a row: text, integers and None, in the order of the columns asked for."""


class Change(NamedTuple):
    """One statement run for several sets of values. `exactly_one`: each must meet one row, else `Conflict`."""

    statement: Executable
    values: Sequence[Values]
    exactly_one: bool = False


class Connection(Protocol):
    """One connection, used by one thread at a time, inside a transaction that its owner begins and ends."""

    @property
    def known(self) -> Known | None:
        """Records that need not be asked for; None where somebody else may have changed them."""

    @property
    def alone(self) -> bool:
        """Whether nobody else writes to this database."""

    def fresh(self, organisation_id: str, event_id: str) -> bool | None:
        """Whether nobody has handled this event; None where that has to be tried. Asked right before it is handled."""

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        """All rows of a query, or of a change with RETURNING."""

    def each(self, statement: Executable, values: Sequence[Values]) -> list[list[Row]]:
        """The rows of the same query for several sets of values, in as few round trips as can be."""

    def met(self, statement: Executable, values: Sequence[Values]) -> list[int]:
        """How many rows each set of values changed or added, in as few round trips as can be."""

    def lock(self, table: Table) -> None:
        """Waits until no other transaction is adding rows there; they wait for this one. To be called first of all."""

    def stream(self, statement: Executable, values: Values) -> Iterator[Row]:
        """The rows of a query one after the other, without holding them all."""

    def change(self, changes: Sequence[Change]) -> None:
        """Runs changes in order, in as few round trips as can be. Raises Conflict."""


class Texts:
    """SQL texts for one kind of database, each compiled at first use and kept."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._texts: dict[Executable, str] = {}
        self._bytes: dict[Executable, bytes] = {}

    def of(self, statement: Executable) -> str:
        """The text of a statement; its values go in by name."""
        text = self._texts.get(statement)
        if text is None:
            assert isinstance(statement, CompilerElement)  # noqa: S101  # every Core statement is one
            text = self._texts[statement] = str(statement.compile(dialect=self._dialect))
        return text

    def bytes_of(self, statement: Executable) -> bytes:
        """The same as bytes, which psycopg takes from those who do not build texts from people's words."""
        text = self._bytes.get(statement)
        if text is None:
            text = self._bytes[statement] = self.of(statement).encode()
        return text
