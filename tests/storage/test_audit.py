"""The audit: an entry for every version, and no way to change anything unseen."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from flows.people import Person
from flows.wire import Wire
from storage.sealing import seal
from storage.sqlite import SqliteConnection, connect
from storage.store import Store, Transaction
from storage.verifying import VerifyReport, check, verify
from tests.storage.audited import assert_audited
from tests.storage.clerk import JAN, Clerk, escalation, raw_sql
from tests.storage.conftest import NOW

ROOT = Path(__file__).parent.parent.parent


async def test_every_version_has_its_entry(clerk: Clerk, database_url: str) -> None:
    await clerk.does(lambda records: records.people.put(JAN), by="maria", command="AddPerson")
    await clerk.does(lambda records: records.people.put(replace(JAN, zone="UTC")), by="jan", command="SetZone")
    rows = await asyncio.to_thread(
        raw_sql, database_url, "SELECT kind, record_id, version, actor_id, command FROM audit ORDER BY version"
    )
    assert rows == [("person", "jan", 1, "maria", "AddPerson"), ("person", "jan", 2, "jan", "SetZone")]
    assert await verify(clerk.store) == VerifyReport(2, 1, ())


async def test_a_refused_command_leaves_an_entry_and_nothing_else(clerk: Clerk, database_url: str) -> None:
    await clerk.does(lambda records: records.audit_refusal("Decide", "only Maria decides"), by="ben")
    rows = await asyncio.to_thread(raw_sql, database_url, "SELECT kind, actor_id, command, note FROM audit")
    assert rows == [("refused", "ben", "Decide", "only Maria decides")]
    assert await verify(clerk.store) == VerifyReport(1, 0, ())


@pytest.mark.parametrize("table", ["audit", "audit_seal"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET hash = 'x'", "DELETE FROM {}"])
async def test_the_database_itself_refuses_to_change_entries(
    clerk: Clerk, database_url: str, table: str, deed: str
) -> None:
    await clerk.does(lambda records: records.people.put(JAN))
    await seal(clerk.store)
    with pytest.raises((sqlite3.IntegrityError, psycopg.Error), match="append-only"):
        await asyncio.to_thread(raw_sql, database_url, deed.format(table))


async def test_seals_are_chained_per_organisation_and_cover_everything(clerk: Clerk, database_url: str) -> None:
    other = clerk.at("rival")
    await clerk.does(lambda records: records.people.put(JAN))
    await other.does(lambda records: records.people.put(JAN))
    assert await seal(clerk.store) == 2
    await clerk.does(lambda records: records.people.put(replace(JAN, zone="UTC")))
    assert await seal(clerk.store) == 1
    assert await seal(clerk.store) == 0
    rows = await asyncio.to_thread(
        raw_sql, database_url, "SELECT organisation_id, number, entries FROM audit_seal ORDER BY 1, 2"
    )
    assert rows == [("acme", 1, 1), ("acme", 2, 1), ("rival", 1, 1)]
    await assert_audited(clerk.store)


async def test_changes_while_sealing_are_neither_lost_nor_sealed_twice(clerk: Clerk) -> None:
    async def work(number: int) -> None:
        await clerk.does(lambda records: records.people.put(Person(f"p{number}", "x")))
        if number % 5 == 0:
            await seal(clerk.store)

    await asyncio.gather(*(work(number) for number in range(60)))
    await seal(clerk.store)
    assert await verify(clerk.store) == VerifyReport(60, 60, ())


# --- tampering ---

Deed = Callable[[sqlite3.Connection, random.Random], str]


def pick(file: sqlite3.Connection, chance: random.Random, what: str) -> tuple[object, ...]:
    rows = file.execute(what).fetchall()
    found: tuple[object, ...] = chance.choice(rows)
    return found


def flip(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    other = chr(ord(text[at]) ^ 1)
    return text[:at] + other + text[at + 1 :]


def change_an_entry(file: sqlite3.Connection, chance: random.Random) -> str:
    column = chance.choice(["actor_id", "command", "digest", "hash", "record_id", "organisation_id", "kind"])
    seq, old = pick(file, chance, f"SELECT seq, {column} FROM audit")  # noqa: S608
    file.execute(f"UPDATE audit SET {column} = ? WHERE seq = ?", (flip(str(old), chance), seq))  # noqa: S608
    return f"{column} of entry {seq}"


def change_a_number(file: sqlite3.Connection, chance: random.Random) -> str:
    column = chance.choice(["at", "version"])
    (seq,) = pick(file, chance, "SELECT seq FROM audit")
    file.execute(f"UPDATE audit SET {column} = {column} + 1000 WHERE seq = ?", (seq,))  # noqa: S608
    return f"{column} of entry {seq}"


def delete_an_entry(file: sqlite3.Connection, chance: random.Random) -> str:
    (seq,) = pick(file, chance, "SELECT seq FROM audit")
    file.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    return f"entry {seq} deleted"


def change_a_record(file: sqlite3.Connection, chance: random.Random) -> str:
    record, body = pick(file, chance, "SELECT id, body FROM escalation WHERE organisation_id = 'acme'")
    file.execute(
        "UPDATE escalation SET body = ? WHERE organisation_id = 'acme' AND id = ?", (flip(str(body), chance), record)
    )
    return f"body of {record}"


def change_a_column(file: sqlite3.Connection, chance: random.Random) -> str:
    column, value = chance.choice(
        [("due_at", None), ("state", "decided"), ("person_id", "eve"), ("number", 77), ("project_id", "x")]
    )
    (record,) = pick(file, chance, "SELECT id FROM escalation WHERE organisation_id = 'acme'")
    file.execute(
        f"UPDATE escalation SET {column} = ? WHERE organisation_id = 'acme' AND id = ?",  # noqa: S608
        (value, record),
    )
    return f"{column} of {record}"


def delete_a_record(file: sqlite3.Connection, chance: random.Random) -> str:
    """… and, half of the time, everything that the audit said of it."""
    (record,) = pick(file, chance, "SELECT id FROM escalation WHERE organisation_id = 'acme'")
    file.execute("DELETE FROM escalation WHERE organisation_id = 'acme' AND id = ?", (record,))
    if chance.random() < 0.5:
        file.execute("DELETE FROM audit WHERE organisation_id = 'acme' AND record_id = ?", (record,))
    return f"{record} deleted"


def swap_entries(file: sqlite3.Connection, chance: random.Random) -> str:
    one, other = chance.sample([seq for (seq,) in file.execute("SELECT seq FROM audit").fetchall()], 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        file.execute("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))
    return f"entries {one} and {other} swapped"


def cut_the_end(file: sqlite3.Connection, chance: random.Random) -> str:
    """Takes the last entries away and puts their records back to what they were before, as if nothing had been."""
    (last,) = file.execute("SELECT max(seq) FROM audit").fetchone()
    cut = last - chance.randrange(1, 20)
    file.execute("DELETE FROM audit WHERE seq > ?", (cut,))
    file.execute(
        "DELETE FROM escalation WHERE number >= 1 AND organisation_id = 'acme' AND version = 1 AND id NOT IN "
        "(SELECT record_id FROM audit)"
    )
    return f"everything after {cut} cut off"


def change_a_seal(file: sqlite3.Connection, chance: random.Random) -> str:
    number, column = chance.choice([1, 2]), chance.choice(["after", "upto", "entries"])
    file.execute(f'UPDATE audit_seal SET "{column}" = "{column}" + 1 WHERE number = ?', (number,))  # noqa: S608
    return f"{column} of seal {number}"


DEEDS: tuple[Deed, ...] = (
    change_an_entry,
    change_a_number,
    delete_an_entry,
    change_a_record,
    change_a_column,
    delete_a_record,
    swap_entries,
    cut_the_end,
    change_a_seal,
)


async def _history(path: Path) -> None:
    """Twenty escalations of two organisations, one to three versions each, in two sealed blocks."""
    store = await Store.open(f"sqlite:///{path}", Wire({}))
    clerk = Clerk(store, NOW)
    for number in range(1, 21):
        for version in range(1 + number % 3):

            def work(records: Transaction, number: int = number, version: int = version) -> None:
                records.escalations.put(replace(escalation(number, NOW, due_at=NOW), nags=version))

            await clerk.at("acme" if number % 4 else "rival").does(work)
        if number in (10, 20):
            await seal(store)
    await store.close()


def test_a_thousand_changes_behind_its_back_are_all_found(tmp_path: Path) -> None:
    path = tmp_path / "accord.db"
    asyncio.run(_history(path))
    raw = connect(str(path))
    for name in ("audit", "audit_seal"):
        for deed in ("update", "delete"):
            raw.execute(f"DROP TRIGGER {name}_no_{deed}")
    file = SqliteConnection(raw)
    assert check(file).problems == ()
    chance = random.Random(7)  # noqa: S311  # the same each time, not secret
    missed = []
    for number in range(1000):
        raw.execute("BEGIN")
        told = DEEDS[number % len(DEEDS)](raw, chance)
        if not check(file).problems:
            missed.append(told)
        raw.execute("ROLLBACK")
    assert missed == []
    assert check(file).problems == ()
    raw.close()
