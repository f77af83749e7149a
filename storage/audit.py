"""The audit trail: one entry per version of each record, chained per record, written with the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Executable, bindparam, insert

from flows.quickly_made import quickly_made
from storage.connections import Change, Value, Values
from storage.errors import BadText
from storage.instants import micros, micros_or_none
from storage.kinds import Columns
from storage.statements import first_version, next_version
from storage.tables import table

REFUSED = "refused"
"""The kind of an entry that tells of a command that was not allowed; it belongs to no record."""

ENTRY = (
    "organisation_id",
    "kind",
    "record_id",
    "version",
    "at",
    "actor_id",
    "command",
    "note",
    "digest",
    "prev",
    "hash",
)
ADD_ENTRY = insert(table("audit")).values({name: bindparam(name) for name in ENTRY})


@quickly_made
@dataclass(frozen=True)
class Cause:
    """Why something changes: who gave which command, and when. `event`: what brought it, "" when it was the clock;
    then `item` is the id of what was due."""

    actor_id: str
    command: str
    now: datetime
    event: str = ""
    item: str = ""


class Write(NamedTuple):
    """A new version of a record.

    `prev`: the hash of the version before, "" for the first; `before`: what that one was found by, None for the first.
    """

    kind: str
    record_id: str
    version: int
    prev: str
    columns: Columns
    body: str
    before: tuple[Value, ...] | None = None


class Stamped(NamedTuple):
    """A version with its audit entry. `columns`: what the record is found by, as stored."""

    write: Write
    columns: Values
    entry: Values


def stamped(organisation_id: str, cause: Cause, writes: Sequence[Write]) -> list[Stamped]:
    """Each version with its entry, in one order for all, so that writers cannot lock each other out. Raises BadText."""
    found = []
    for write in sorted(writes, key=lambda write: (write.kind, write.record_id)):
        columns = _columns(write.columns)
        found.append(Stamped(write, columns, entry(organisation_id, cause, write, digest(columns, write.body))))
    return found


def changes(organisation_id: str, versions: Sequence[Stamped]) -> list[Change]:
    """The one place that writes records: each version together with its audit entry."""
    rows: dict[Executable, list[Values]] = {}
    for write, columns, stamp in versions:
        rows.setdefault(_statement(write, columns), []).append(
            {
                "organisation": organisation_id,
                "record": write.record_id,
                "loaded": write.version - 1,
                "version": write.version,
                "hash": stamp["hash"],
                "body": write.body,
                **columns,
            }
        )
    changed = [Change(statement, values, exactly_one=True) for statement, values in rows.items()]
    return [*changed, Change(ADD_ENTRY, [version.entry for version in versions])] if versions else []


def _statement(write: Write, columns: Values) -> Executable:
    if write.before is None:
        return first_version(write.kind)
    return next_version(write.kind, moved=tuple(columns.values()) != write.before)


def refusal(organisation_id: str, cause: Cause, command: str, reason: str) -> Values:
    """The entry of a command that was not allowed."""
    write = Write(REFUSED, uuid4().hex, 1, "", Columns(), "")
    return entry(organisation_id, Cause(cause.actor_id, command, cause.now), write, "", note=reason)


def entry(organisation_id: str, cause: Cause, write: Write, digest: str, *, note: str = "") -> Values:
    """The audit row of one version of a record."""
    content: list[Value] = [
        organisation_id,
        write.kind,
        write.record_id,
        write.version,
        micros(cause.now),
        cause.actor_id,
        cause.command,
        note,
        digest,
        write.prev,
    ]
    return dict(zip(ENTRY, [*content, chained(content)], strict=True))


def chained(content: Sequence[Value]) -> str:
    """The hash of an entry: SHA-256 over its other columns, in the order of `ENTRY`, as JSON."""
    return sha256(_storable(as_json(content))).hexdigest()


def digest(columns: Values, body: str) -> str:
    """The hash of what a record's row holds, so that a changed column is found like a changed body."""
    return sha256(_storable(f"{as_json(columns.values())}\n{body}")).hexdigest()


def as_json(values: Iterable[Value]) -> str:
    """The list as `json.dumps(…, ensure_ascii=False)` writes it; that makes an encoder each time."""
    written = [
        "null" if value is None else encode_basestring(value) if isinstance(value, str) else str(value)
        for value in values
    ]
    return f"[{', '.join(written)}]"


def _columns(columns: Columns) -> dict[str, Value]:
    return {
        "project_id": columns.project_id,
        "state": columns.state,
        "person_id": columns.person_id,
        "number": columns.number,
        "due_at": micros_or_none(columns.due_at),
    }


def _storable(text: str) -> bytes:
    """UTF-8 of a JSON text. Raises BadText for a lone surrogate or a NUL, which databases cannot keep."""
    try:
        found = text.encode()
    except UnicodeEncodeError as error:
        raise BadText("a lone surrogate") from error
    # JSON writes NUL as \u0000; after an even number of backslashes it is one, after an odd number our own text.
    if b"\\u0000" in found and b"\\u0000" in found.replace(b"\\\\", b""):
        raise BadText("a NUL")
    return found
