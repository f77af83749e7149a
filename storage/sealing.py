"""Seals: blocks of audit entries chained per organisation, so that whole records cannot go missing either.

The seal is made now and then by the maintenance job, not with each change: a row per organisation that every change
has to update would make them all wait for each other (docs/adr/0003).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby

from sqlalchemy import bindparam, func, insert, select

from storage.connections import Change, Connection, Row, Values
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

AUDIT, SEAL = table("audit"), table("audit_seal")
BLOCK = 5000
"""Entries sealed in one transaction at most, so that nobody waits long behind it."""

LAST = select(func.max(AUDIT.c.seq))
SEALED = select(func.max(SEAL.c.upto))
ENTRIES = (
    select(AUDIT.c.organisation_id, AUDIT.c.seq, AUDIT.c.hash)
    .where(AUDIT.c.seq > bindparam("after"), AUDIT.c.seq <= bindparam("upto"))
    .order_by(AUDIT.c.seq)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
LAST_SEAL = (
    select(SEAL.c.number, SEAL.c.upto, SEAL.c.hash)
    .where(SEAL.c.organisation_id == bindparam("organisation"))
    .order_by(SEAL.c.number.desc())
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
COLUMNS = ("organisation_id", "number", "after", "upto", "entries", "prev", "hash")
ADD_SEAL = insert(SEAL).values({name: bindparam(name) for name in COLUMNS})


async def seal(store: Store) -> int:
    """Seals the audit entries of all organisations that were added since the last time; returns how many."""
    upto = await store.change(last_entry)
    sealed = 0
    while some := await store.change(lambda connection: seal_some(connection, upto)):
        sealed += some
    return sealed


def last_entry(connection: Connection) -> int:
    """The number up to which all entries can be seen, 0 when there are none."""
    connection.lock(AUDIT)  # PostgreSQL gives out numbers before the commit: none may come late
    return int(connection.rows(LAST, {})[0][0] or 0)


def seal_some(connection: Connection, upto: int) -> int:
    """Seals up to BLOCK entries numbered `upto` or less; returns how many there were."""
    after = int(connection.rows(SEALED, {})[0][0] or 0)
    entries = connection.rows(ENTRIES, {"after": after, "upto": upto, "limit": BLOCK})
    by_organisation = sorted(entries, key=lambda row: (row[0], row[1]))
    seals = [
        _seal(connection, organisation_id, list(rows))
        for organisation_id, rows in groupby(by_organisation, key=lambda row: str(row[0]))
    ]
    if seals:
        connection.change([Change(ADD_SEAL, seals)])
    return len(entries)


def _seal(connection: Connection, organisation_id: str, entries: list[Row]) -> Values:
    before = connection.rows(LAST_SEAL, {"organisation": organisation_id, "limit": 1})
    number, after, prev = before[0] if before else (0, 0, "")
    upto = entries[-1][1]
    return {
        "organisation_id": organisation_id,
        "number": number + 1,
        "after": after,
        "upto": upto,
        "entries": len(entries),
        "prev": prev,
        "hash": seal_hash((organisation_id, number + 1, after, upto, prev), (row[2] for row in entries)),
    }


def seal_hash(block: Iterable[object], hashes: Iterable[str]) -> str:
    """SHA-256 over what a block says of itself and the hashes of its entries in their order."""
    found = sha256("\n".join(str(one) for one in block).encode())
    for one in hashes:
        found.update(b"\n" + one.encode())
    return found.hexdigest()
