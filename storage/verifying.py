"""Checks the whole audit trail against the records, entry by entry, in one look and in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from sqlalchemy import and_, bindparam, func, or_, select

from storage.audit import ENTRY, REFUSED, chained, digest
from storage.connections import Connection, Row
from storage.sealing import AUDIT, SEAL, seal_hash
from storage.statements import WRITTEN, fixed
from storage.store import Store
from storage.tables import AGGREGATES, table

MOST = 100
"""Problems that are told; a broken chain can have very many."""
INDEXED = ("project_id", "state", "person_id", "number", "due_at")


@dataclass(frozen=True)
class VerifyReport:
    """What was found; whole when there are no problems."""

    entries: int
    records: int
    problems: tuple[str, ...]


class Count:
    """How many were looked at."""

    def __init__(self) -> None:
        self.entries = 0
        self.records = 0


CHAINS = select(*(AUDIT.c[name] for name in ENTRY)).order_by(
    AUDIT.c.organisation_id, AUDIT.c.kind, AUDIT.c.record_id, AUDIT.c.version
)
RECORDS = {
    kind: select(
        *(rows.c[name] for name in ("organisation_id", "id", *WRITTEN)), AUDIT.c.hash.label("told"), AUDIT.c.digest
    ).select_from(
        rows.outerjoin(
            AUDIT,
            and_(
                AUDIT.c.organisation_id == rows.c.organisation_id,
                AUDIT.c.kind == fixed(kind),
                AUDIT.c.record_id == rows.c.id,
                AUDIT.c.version == rows.c.version,
            ),
        )
    )
    for kind, rows in ((kind, table(kind)) for kind in AGGREGATES)
}
# Entries that tell of a version which the record does not have, or of a record that is not there.
BEYOND = {
    kind: select(AUDIT.c.organisation_id, AUDIT.c.record_id, AUDIT.c.version)
    .select_from(
        AUDIT.outerjoin(rows, and_(rows.c.organisation_id == AUDIT.c.organisation_id, rows.c.id == AUDIT.c.record_id))
    )
    .where(AUDIT.c.kind == fixed(kind), or_(rows.c.version.is_(None), rows.c.version < AUDIT.c.version))
    for kind, rows in ((kind, table(kind)) for kind in AGGREGATES)
}
SEALS = select(
    SEAL.c.organisation_id, SEAL.c.number, SEAL.c.after, SEAL.c.upto, SEAL.c.entries, SEAL.c.prev, SEAL.c.hash
).order_by(SEAL.c.organisation_id, SEAL.c.number)
SEALED_ENTRIES = (
    select(AUDIT.c.hash)
    .where(
        AUDIT.c.organisation_id == bindparam("organisation"),
        AUDIT.c.seq > bindparam("after"),
        AUDIT.c.seq <= bindparam("upto"),
    )
    .order_by(AUDIT.c.seq)
)
UNKNOWN_KINDS = select(AUDIT.c.kind, func.count()).group_by(AUDIT.c.kind)


async def verify(store: Store) -> VerifyReport:
    """Reads every audit entry, record and seal of all organisations as they are at one moment."""
    return await store.look(check)


def check(connection: Connection) -> VerifyReport:
    """See `verify`."""
    count = Count()
    problems = tuple(islice(_problems(connection, count), MOST))
    return VerifyReport(count.entries, count.records, problems)


def _problems(connection: Connection, count: Count) -> Iterator[str]:
    yield from _broken_chains(connection.stream(CHAINS, {}), count)
    for kind in AGGREGATES:
        yield from _wrong_records(kind, connection.stream(RECORDS[kind], {}), count)
        for organisation_id, record_id, version in connection.stream(BEYOND[kind], {}):
            yield f"{organisation_id}: version {version} of {kind} {record_id} is in the audit and nowhere else."
    for kind, entries in connection.rows(UNKNOWN_KINDS, {}):
        if kind != REFUSED and kind not in AGGREGATES:
            yield f"There are {entries} audit entries of an unknown kind, {kind}."
    yield from _broken_seals(connection)


def _broken_chains(entries: Iterable[Row], count: Count) -> Iterator[str]:
    for (organisation_id, kind, record_id), chain in groupby(entries, key=lambda row: row[:3]):
        expected, prev = 1, ""
        for row in chain:
            count.entries += 1
            version, said = row[3], row[9]
            name = f"{organisation_id}: the audit entry of version {version} of {kind} {record_id}"
            if chained(row[:10]) != row[10]:
                yield f"{name} was changed."
            if version != expected:
                yield f"{organisation_id}: the audit of {kind} {record_id} has version {version} after {expected - 1}."
            elif said != prev:
                yield f"{name} does not follow the one before."
            expected, prev = version + 1, row[10]


def _wrong_records(kind: str, records: Iterable[Row], count: Count) -> Iterator[str]:
    for organisation_id, record_id, version, hashed, *rest in records:
        count.records += 1
        *columns, body, told, told_digest = rest
        name = f"{organisation_id}: {kind} {record_id}"
        if told is None:
            yield f"{name} has version {version}, which is not in the audit."
        elif hashed != told or digest(dict(zip(INDEXED, columns, strict=True)), body) != told_digest:
            yield f"{name} is not as version {version} was written."


def _broken_seals(connection: Connection) -> Iterator[str]:
    for organisation_id, seals in groupby(connection.rows(SEALS, {}), key=lambda row: str(row[0])):
        number, upto, prev = 0, 0, ""
        for seal in seals:
            name = f"{organisation_id}: seal {seal[1]} of the audit"
            if (seal[1], seal[2], seal[5]) != (number + 1, upto, prev):
                yield f"{name} does not follow the one before."
            number, upto, prev = seal[1], seal[3], seal[6]
            between = {"organisation": organisation_id, "after": seal[2], "upto": seal[3]}
            hashes = [row[0] for row in connection.rows(SEALED_ENTRIES, between)]
            if len(hashes) != seal[4]:
                yield f"{name} is over {seal[4]} entries and {len(hashes)} are there."
            elif seal_hash((*seal[:4], seal[5]), hashes) != seal[6]:
                yield f"{name} does not fit its entries."
