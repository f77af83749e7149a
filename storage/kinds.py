"""What the store has to know of each kind of record: its table, its class, and the columns it is asked by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar


class Record(Protocol):
    """A frozen dataclass of the domain."""

    @property
    def id(self) -> str:
        """Unique within its organisation and kind."""


R = TypeVar("R", bound=Record)


class Columns(NamedTuple):
    """What a record can be found by. `person_id`: whose turn it is; `due_at`: when the clock has to look at it."""

    project_id: str | None = None
    state: str | None = None
    person_id: str | None = None
    number: int | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Kind(Generic[R]):
    """`name` is also the name of the table. `called`: what people call one, for "there is no such …"."""

    name: str
    called: str
    record: type[R]
    columns: Callable[[R], Columns]
