"""Records of one kind in a dictionary, kept as they come back from the wire."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from flows.errors import NotFound
from flows.wire import Wire

R = TypeVar("R", bound="Record")


class Record(Protocol):
    """Anything that is kept."""

    @property
    def id(self) -> str: ...


class Shelf(Generic[R]):
    def __init__(self, wire: Wire, kind: type[R], records: tuple[R, ...] = ()) -> None:
        self._wire, self._kind = wire, kind
        self._records = {record.id: record for record in records}
        self.loaded = 0

    def get(self, record_id: str, /) -> R:
        found = self.find(record_id)
        if found is None:
            raise NotFound("There is no such record here.")
        return found

    def find(self, record_id: str, /) -> R | None:
        self.loaded += 1
        return self._records.get(record_id)

    def put(self, record: R, /) -> None:
        kept = self._wire.load(self._kind, self._wire.dump(record))
        assert kept == record
        self._records[record.id] = kept

    def where(
        self, *, project_id: str | None = None, state: str | None = None, person_id: str | None = None
    ) -> tuple[R, ...]:
        return tuple(
            each
            for each in self._records.values()
            if project_id in (None, getattr(each, "project_id", None))
            and state in (None, getattr(each, "state", None))
            and person_id in (None, getattr(each, "respondent", None))
        )

    def all(self) -> tuple[R, ...]:
        return tuple(self._records.values())

    def next_number(self, project_id: str, /) -> int:
        numbers = (getattr(each, "number", 0) for each in self.where(project_id=project_id))
        return max(numbers, default=0) + 1
