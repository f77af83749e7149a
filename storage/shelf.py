"""One kind of record inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from flows.errors import NotFound
from flows.wire import Wire
from storage.audit import Stamped, Write
from storage.connections import Connection, Row
from storage.decoded import Decoded
from storage.errors import ReadOnly
from storage.kinds import Columns, Kind, Record
from storage.known import Held, Key, Known
from storage.statements import WHERE, highest_number, one, several

R = TypeVar("R", bound=Record)


class Desk(NamedTuple):
    """What all shelves of a transaction share."""

    connection: Connection
    decoded: Decoded
    wire: Wire
    organisation_id: str
    may_change: bool
    twice: bool = False


class Shelf(Generic[R]):
    """Finds and keeps records. What was loaded stays loaded until the transaction ends: one record, one version.

    Changes wait here and are written once, at the end of the transaction; searches see them all the same.
    """

    __slots__ = ("_changed", "_desk", "_held", "_highest", "_kind")

    def __init__(self, kind: Kind[R], desk: Desk) -> None:
        self._kind = kind
        self._desk = desk
        self._held: dict[str, Held[R] | None] = {}
        self._changed: dict[str, R] = {}
        self._highest: dict[str, int] = {}  # nobody else writes while the transaction lasts, or it is told

    def get(self, record_id: str) -> R:
        """The record; raises NotFound, in the same words whether it belongs to others or to nobody."""
        record = self.find(record_id)
        if record is None:
            raise NotFound(f"There is no such {self._kind.called} here. It may have been removed.")
        return record

    def find(self, record_id: str) -> R | None:
        """The record, or None."""
        if record_id in self._changed:
            return self._changed[record_id]
        held = self._load(record_id)
        return None if held is None else held.record

    def put(self, record: R) -> None:
        """Keeps a new or changed record; one that equals what is there already changes nothing."""
        if not self._desk.may_change:
            raise ReadOnly(f"{self._kind.name} {record.id}")
        if self._highest and self._is_numbered_now(record):
            self._held.setdefault(record.id)
        held = self._load(record.id)
        if held is not None and held.record == record:
            self._changed.pop(record.id, None)
        else:
            self._changed[record.id] = record

    def _is_numbered_now(self, record: R) -> bool:
        """Whether `next_number` gave it its number in this transaction: ids have the number in them, so the database
        has nothing under this one. Whoever is wrong about that runs into the row that is there."""
        columns = self._kind.columns(record)
        highest = self._highest.get(columns.project_id or "")
        return highest is not None and columns.number is not None and columns.number > highest

    def where(
        self, *, project_id: str | None = None, state: str | None = None, person_id: str | None = None
    ) -> tuple[R, ...]:
        """The records that fit all that is given, in the order of their numbers, then ids."""
        given = zip(WHERE, (project_id, state, person_id), strict=True)
        wanted = {name: str(value) for name, value in given if value is not None}
        found = self._found(wanted)
        fitting = {key: held.record for key, held in found.items() if key not in self._changed}
        fitting |= {key: record for key, record in self._changed.items() if self._fits(record, wanted)}
        return tuple(sorted(fitting.values(), key=self._order))

    def _found(self, wanted: Mapping[str, str]) -> dict[str, Held[R]]:
        """What fits in the database. Who is the only writer need not ask twice."""
        connection, search = self._desk.connection, tuple(wanted.items())
        known, place = connection.known if connection.alone else None, (self._kind.name, self._desk.organisation_id)
        ids = known.found(place, search) if known is not None else None
        if ids is not None:
            return {record_id: held for record_id in ids if (held := self._load(record_id)) is not None}
        rows = connection.rows(
            several(self._kind.name, tuple(wanted)), {"organisation": self._desk.organisation_id, **wanted}
        )
        found = {row[0]: self._hold(row) for row in rows}
        if known is not None:
            known.keep_found(place, search, tuple(found))
        return found

    def all(self) -> tuple[R, ...]:
        """Every record of the organisation, in the order of `where`."""
        return self.where()

    def next_number(self, project_id: str) -> int:
        """One more than the highest number in the project so far; the first is 1."""
        highest = self._highest.get(project_id)
        if highest is None:
            highest = self._highest[project_id] = self._highest_kept(project_id)
        for record in self._changed.values():
            columns = self._kind.columns(record)
            if columns.project_id == project_id:
                highest = max(highest, columns.number or 0)
        return highest + 1

    def _highest_kept(self, project_id: str) -> int:
        known = self._desk.connection.known
        highest = known.highest(self._key(project_id)) if known is not None else None
        if highest is None:
            rows = self._desk.connection.rows(
                highest_number(self._kind.name), {"organisation": self._desk.organisation_id, "project": project_id}
            )
            highest = int(rows[0][0] or 0)
            if known is not None:
                known.numbered(self._key(project_id), highest)
        return highest

    @property
    def is_changed(self) -> bool:
        """Whether something waits to be written."""
        return bool(self._changed)

    def writes(self) -> list[Write]:
        """The changes as rows to write."""
        return [self._write(record) for record in self._changed.values()]

    def wrote(self, versions: Iterable[Stamped]) -> None:
        """These versions are in the database now, whatever kind they are of."""
        known = self._desk.connection.known
        if known is None:
            return
        for write, columns, entry in versions:
            if write.kind == self._kind.name:
                held = Held(self._changed[write.record_id], write.version, str(entry["hash"]), tuple(columns.values()))
                known.keep(self._key(write.record_id), held, len(write.body))
                self._counted(known, write.columns)
                if held.columns != write.before:
                    known.moved((write.kind, self._desk.organisation_id))

    def _counted(self, known: Known, columns: Columns) -> None:
        """A new number may be the highest now."""
        if columns.number is not None and columns.project_id is not None:
            place = self._key(columns.project_id)
            highest = known.highest(place)
            if highest is not None and highest < columns.number:
                known.numbered(place, columns.number)

    def forget(self) -> None:
        """Drops the changes."""
        self._changed.clear()

    def _write(self, record: R) -> Write:
        held = self._held[record.id]
        wire = self._desk.wire
        body = wire.dump(record) if held is None else wire.dump_again(record)
        self._desk.decoded.keep(self._kind.record, (self._desk.organisation_id, record.id), body, record)
        name, columns = self._kind.name, self._kind.columns(record)
        if held is None:
            return Write(name, record.id, 1, "", columns, body)
        return Write(name, record.id, held.version + 1, held.hash, columns, body, held.columns)

    def _load(self, record_id: str) -> Held[R] | None:
        if record_id in self._held:
            return self._held[record_id]
        known = self._desk.connection.known
        held = None if known is None else known.find(self._key(record_id), self._kind.record)
        if held is None and record_id.isprintable():  # else it cannot be in the database, and might not even reach it
            rows = self._desk.connection.rows(
                one(self._kind.name), {"organisation": self._desk.organisation_id, "record": record_id}
            )
            if rows:
                held = self._hold(rows[0])
                if known is not None:
                    known.keep(self._key(record_id), held, len(rows[0][3]))
        self._held[record_id] = held
        return held

    def _key(self, record_id: str) -> Key:
        return self._kind.name, self._desk.organisation_id, record_id

    def _hold(self, row: Row) -> Held[R]:
        record_id, version, hashed, body, *columns = row
        held = self._held.get(record_id)
        if held is None:
            record = self._desk.decoded.load(self._kind.record, (self._desk.organisation_id, record_id), body)
            held = Held(record, version, hashed, tuple(columns))
            self._held[record_id] = held
        return held

    def _fits(self, record: R, wanted: Mapping[str, str]) -> bool:
        columns = self._kind.columns(record)
        return all(getattr(columns, name) == value for name, value in wanted.items())

    def _order(self, record: R) -> tuple[int, str]:
        return self._kind.columns(record).number or 0, record.id
