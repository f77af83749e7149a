"""A PostgreSQL connection on which little is waited for: changes go with the next question, questions go together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Executable, Table, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.dml import UpdateBase

from storage.connections import Change, Connection, Row, Values
from storage.errors import Conflict
from storage.foreseen import Ask, Foreseen, Origin, ask
from storage.inbox import INBOX
from storage.known import Known
from storage.on_postgres import TEXTS, locking
from storage.pipe import Pipe, Sent
from storage.statements import LOOKS, many

T = TypeVar("T")
SEEN = select(INBOX.c.event_id).where(
    INBOX.c.organisation_id == bindparam("organisation"),
    INBOX.c.event_id == any_(bindparam("events", type_=ARRAY(INBOX.c.event_id.type))),
)


class PipedConnection:
    """Fits `storage.connections.Connection`. What is wrong with a change is told by the next question, or by `check`.

    `known`: what this transaction has read and written, which is true as long as it lasts.
    """

    alone = False

    def __init__(self, pipe: Pipe) -> None:
        self.known = Known()
        self.pipe = pipe
        self._unchecked: list[Sent] = []
        self._ahead: dict[str, dict[Ask, list[Row]]] = defaultdict(dict)
        self._fresh: dict[tuple[str, str], bool] = {}
        self._asked: list[Ask] | None = None

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        kind = LOOKS.get(statement)
        if kind is None or self._asked is None:
            return self._answered(statement, values)
        asked = ask(statement, values)
        self._asked.append(asked)
        found = self._ahead[kind].get(asked)
        return found if found is not None else self._answered(statement, values)

    def each(self, statement: Executable, values: Sequence[Values]) -> list[list[Row]]:
        asked = [self._send(statement, one) for one in values]
        if asked:
            self.pipe.wait()
        return [sent.rows() for sent in asked]

    def met(self, statement: Executable, values: Sequence[Values]) -> list[int]:
        asked = [self._send(statement, one) for one in values]
        if asked:
            self.pipe.wait()
        return [sent.met for sent in asked]

    def stream(self, statement: Executable, values: Values) -> Iterator[Row]:
        yield from self._answered(statement, values)

    def change(self, changes: Sequence[Change]) -> None:
        for change in changes:
            assert isinstance(change.statement, UpdateBase)  # noqa: S101  # every change is one
            self._is_changed(str(change.statement.table), [one.get("record") for one in change.values])
            sent = [self._send(change.statement, one) for one in change.values]
            if change.exactly_one:
                self._unchecked += sent

    def _is_changed(self, kind: str, records: Sequence[object]) -> None:
        """What was asked ahead is void, but for single other records."""
        ahead = self._ahead.pop(kind, None)
        if ahead and None not in records:
            self._ahead[kind] = {each: rows for each, rows in ahead.items() if each.record not in (None, *records)}

    def check(self) -> None:
        """Waits for all that was sent. Raises Conflict."""
        self.pipe.wait()
        if any(sent.met != 1 for sent in self._unchecked):
            raise Conflict

    def lock(self, table: Table) -> None:
        self.pipe.send(locking(table), {})

    def fresh(self, organisation_id: str, event_id: str) -> bool | None:
        """Whether nobody has handled this event; None where that has to be tried. To be asked once before it is."""
        event = organisation_id, event_id
        found = self._fresh.get(event)
        if found:
            self._fresh[event] = False
        return found

    def foresee(self, organisation_id: str, origins: Sequence[Origin], foreseen: Foreseen) -> None:
        """Asks at once what these commands of the organisation will ask, and which of their events are not new."""
        if not origins:
            return
        of = {"organisation": organisation_id}
        events = sorted({origin.event for origin in origins if origin.event})
        seen = self.pipe.send(TEXTS.bytes_of(SEEN), {**of, "events": events}) if events else None
        asks = list(dict.fromkeys(each for origin in origins for each in foreseen.of(origin)))
        single: dict[str, dict[str, Ask]] = defaultdict(dict)
        for each in asks:
            if each.record is not None:
                single[LOOKS[each.statement]][each.record] = each
        together = {
            kind: self.pipe.send(TEXTS.bytes_of(many(kind)), {**of, "records": list(some)})
            for kind, some in single.items()
        }
        sent = {each: self._send(each.statement, dict(each.values)) for each in asks if each.record is None}
        self.pipe.wait()
        self._fresh = {(organisation_id, event): True for event in events}
        self._fresh |= {(organisation_id, event): False for (event,) in (seen.rows() if seen else ())}
        for kind, some in single.items():
            rows = {str(row[0]): row for row in together[kind].rows()}
            self._ahead[kind] |= {each: [rows[record]] if record in rows else [] for record, each in some.items()}
        for each, answered in sent.items():
            self._ahead[LOOKS[each.statement]][each] = answered.rows()

    def learning(self, work: Callable[[Connection], T], origin: Origin, foreseen: Foreseen) -> T:
        """Does the work, and remembers what it asked."""
        self._asked = []
        done = work(self)
        foreseen.learn(origin, self._asked)
        self._asked = None
        return done

    def _answered(self, statement: Executable, values: Values) -> list[Row]:
        sent = self._send(statement, values)
        self.pipe.wait()
        return sent.rows()

    def _send(self, statement: Executable, values: Values) -> Sent:
        return self.pipe.send(TEXTS.bytes_of(statement), values)
