"""One transaction on PostgreSQL whose statements go out together, straight on libpq.

Half of what a statement cost this process was psycopg's cursor: it prepares values for any type and any use. Here all
values are text, numbers or nothing, and every statement is prepared once for each connection.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from select import POLLIN, POLLOUT, poll
from time import monotonic

import psycopg
from psycopg import errors, pq

from storage.connections import Row, Value

Given = Value | Sequence[str]
"""What a statement is given: also a list, for `= ANY (…)`."""
MADE: Mapping[int, Callable[[bytes], object]] = {16: b"t".__eq__, 20: int, 21: int, 23: int}
"""What becomes of a value of PostgreSQL by its type's oid: yes or no, whole numbers of three sizes. Else it is text."""
NAMED = re.compile(rb"%\((\w+)\)s")
MUCH = 500
"""Statements that make up for planning all of them anew."""
BROKEN = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED)


class Text:
    """A statement as the server wants it: values by number. `name`: under which it is prepared."""

    __slots__ = ("name", "text", "values")

    def __init__(self, written: bytes, name: bytes) -> None:
        self.values = tuple(dict.fromkeys(found.decode() for found in NAMED.findall(written)))
        numbers = {value.encode(): b"$%d" % number for number, value in enumerate(self.values, 1)}
        self.text = NAMED.sub(lambda found: numbers[found[1]], written)
        self.name = name


class Prepared:
    """What is prepared on a connection, by how it is written; no name is used twice. `planned_for`: seconds for which
    the server's plans are good."""

    def __init__(self, planned_for: float = math.inf) -> None:
        self.texts: dict[bytes, Text] = {}
        self.sent = 0
        self._numbers = count()
        self._planned_for = planned_for
        self._planned_at = monotonic()

    def add(self, written: bytes) -> Text:
        """A new one."""
        text = self.texts[written] = Text(written, b"accord_%d" % next(self._numbers))
        return text

    @property
    def plans_are_old(self) -> bool:
        """Whether much has been done by plans that were made for tables as they were long ago."""
        return self.sent >= MUCH and monotonic() - self._planned_at >= self._planned_for

    def planned(self) -> None:
        """New plans are made for all statements."""
        self.sent, self._planned_at = 0, monotonic()


class Sent:
    """A statement on its way; its result once that has come."""

    __slots__ = ("result",)
    result: pq.abc.PGresult

    def rows(self) -> list[Row]:
        """What it found."""
        result = self.result
        columns = [(at, MADE.get(result.ftype(at), bytes.decode)) for at in range(result.nfields)]
        return [
            tuple([None if (value := result.get_value(row, at)) is None else make(value) for at, make in columns])
            for row in range(result.ntuples)
        ]

    @property
    def met(self) -> int:
        """How many rows it changed, added or found."""
        return self.result.command_tuples or 0


class Pipe:
    """Made at the beginning of a transaction; `end` or `back` ends it. `heard`: called with each answer."""

    def __init__(
        self, raw: psycopg.Connection[Row], prepared: Prepared, heard: Callable[[], None] = lambda: None
    ) -> None:
        self._pg = raw.pgconn
        self._prepared = prepared
        self._heard = heard
        self._new: list[bytes] = []
        self._open: deque[Sent] = deque()
        self._poll = poll()
        self._socket = self._pg.socket
        self._pg.enter_pipeline_mode()

    def send(self, written: bytes, values: Mapping[str, Given]) -> Sent:
        """Puts it behind all that was sent before."""
        self._prepared.sent += 1
        text = self._prepared.texts.get(written)
        if text is None:
            text = self._prepared.add(written)
            self._new.append(written)
            self._pg.send_prepare(text.name, text.text)
            self._open.append(Sent())
        self._pg.send_query_prepared(text.name, [_given(values[name]) for name in text.values])
        sent = Sent()
        self._open.append(sent)
        return sent

    def wait(self) -> None:
        """Until everything that was sent is answered. Raises psycopg.Error for the first that failed."""
        if self._open:
            self._pg.send_flush_request()
            self._flush()
            while self._open:
                self._open.popleft().result = self._next()

    def end(self, how: bytes) -> None:
        """Ends the transaction, COMMIT or ROLLBACK, and leaves the connection as it was. Raises psycopg.Error."""
        self._pg.pipeline_sync()
        self._pg.send_query_params(how, [])
        self._pg.pipeline_sync()
        self._flush()
        last, synced = None, 0
        while synced < 2:
            result = self._result()
            if result is not None and result.status == pq.ExecStatus.PIPELINE_SYNC:
                synced += 1
            elif result is not None:
                last = result
        self._pg.exit_pipeline_mode()
        if last is None or last.status in BROKEN:
            raise self._gone() if last is None else errors.error_from_result(last)
        if last.command_status != how:
            raise errors.InFailedSqlTransaction(f"{how.decode()} did something else")

    def back(self) -> bool:
        """Takes everything back; False when the connection is of no use any more."""
        for written in self._new:  # whether they have been prepared nobody knows
            self._prepared.texts.pop(written, None)
        try:
            if self._pg.pipeline_status != pq.PipelineStatus.OFF:
                self.end(b"ROLLBACK")
        except psycopg.Error:
            return False
        return self._pg.transaction_status == pq.TransactionStatus.IDLE

    def _next(self) -> pq.abc.PGresult:
        """The result of one statement."""
        found = self._result()
        if found is None or found.status in BROKEN:
            raise self._gone() if found is None else errors.error_from_result(found)
        self._result()  # what stands between two statements
        self._heard()
        return found

    def _result(self) -> pq.abc.PGresult | None:
        while self._pg.is_busy():
            self._ready(POLLIN)
            self._pg.consume_input()
        result = self._pg.get_result()
        if self._pg.status == pq.ConnStatus.BAD:
            raise self._gone()
        return result

    def _flush(self) -> None:
        while self._pg.flush():
            self._ready(POLLIN | POLLOUT)
            self._pg.consume_input()

    def _ready(self, events: int) -> None:
        self._poll.register(self._socket, events)
        self._poll.poll()

    def _gone(self) -> psycopg.OperationalError:
        return psycopg.OperationalError(self._pg.get_error_message() or "the connection is lost")


def _given(value: Given) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, int):
        return b"%d" % value
    found = value.encode() if isinstance(value, str) else _list(value)
    if b"\0" in found:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return found


def _list(values: Iterable[str]) -> bytes:
    """As PostgreSQL writes an array."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return ("{" + ",".join(f'"{value}"' for value in quoted) + "}").encode()
