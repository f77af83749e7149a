"""The tables can be spread over the nodes of a PostgreSQL by organisation: what docs/scaling.md says of that is so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from sqlalchemy import Table, UniqueConstraint

from flows.effects import Promise
from storage.lanes import Ending, Settlement, Wanted, exchange
from storage.store import Store
from storage.tables import METADATA
from tests.storage.clerk import JAN, Clerk, post, raw_sql
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores

__all__ = ["server_url", "stores"]
ORGANISATION = "organisation_id"
EVERYWHERE = {
    "installation": "found by the workspace that a request names, before anybody knows the organisation",
    "oauth_state": "given out before there is an organisation",
    "system_note": "about the database itself",
    "wait": "of a workspace",
}
"""Small tables that every node has as a whole (reference tables), and why."""
NUMBERED = {"audit": "seq", "delivery_log": "seq", "outbox": "seq", "web_message": "number"}
"""Their key is a number that the database gives out, since SQLite gives out no other. On PostgreSQL the organisation
can be put before it, as docs/scaling.md says, and nothing else changes."""
REKEY = "ALTER TABLE {0} DROP CONSTRAINT {0}_pkey, ADD PRIMARY KEY (organisation_id, {1})"


def keys(table: Table) -> Iterator[list[str]]:
    """The columns of each key and unique constraint."""
    if table.name not in NUMBERED:
        yield [column.name for column in table.primary_key.columns]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
    yield from ([column.name for column in index.columns] for index in table.indexes if index.unique)


def test_the_organisation_comes_first_in_every_key() -> None:
    spread = [table for table in METADATA.sorted_tables if table.name not in EVERYWHERE]
    assert len(spread) > 20
    wrong = [f"{table.name}: {key}" for table in spread for key in keys(table) if key[0] != ORGANISATION]
    assert wrong == []
    assert set(NUMBERED) <= {table.name for table in spread}


def test_no_table_points_to_another_so_that_nothing_reaches_across_nodes() -> None:
    assert [table.name for table in METADATA.sorted_tables if table.foreign_keys] == []


def test_every_exception_is_a_table() -> None:
    assert {*EVERYWHERE, *NUMBERED} <= METADATA.tables.keys()


async def test_it_works_with_the_organisation_in_the_numbered_keys(
    stores: tuple[Store, Store], server_url: str
) -> None:
    for name, number in NUMBERED.items():
        await asyncio.to_thread(raw_sql, server_url, REKEY.format(name, number))
    clerk = Clerk(stores[0], NOW)
    await clerk.does(lambda records: records.people.put(JAN))
    await clerk.posts(post("card", "asked", promise=Promise.NEVER_LOST))
    exchanged = await stores[1].deliver(lambda connection: exchange(connection, (), NOW, Wanted(9, 9)))
    (claim,) = exchanged.claims
    sent = Settlement(claim, Ending.SENT, NOW, reference="r")
    settled = await stores[1].deliver(lambda connection: exchange(connection, [sent], NOW, Wanted(0, 0)))
    assert not settled.lost
    assert await asyncio.to_thread(raw_sql, server_url, "SELECT key FROM posted") == [("card",)]
