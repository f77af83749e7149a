"""A migration on PostgreSQL while somebody reads for long: it soon makes way for who writes, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from storage import migrations
from storage.errors import StoreRefused
from storage.postgres import migrate_server
from tests.postgres import UNHURRIED, Postgres, unhurried
from tests.storage.clerk import raw_sql
from tests.storage.test_migrations import at_version, differences

BEFORE = "0013"
WAITS = "SELECT count(*) FROM pg_locks WHERE relation = 'outbox'::regclass AND NOT granted"
LOCK = "LOCK TABLE outbox IN ROW EXCLUSIVE MODE"
"""What everybody who writes there asks for."""


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.fresh_database() as fresh:
        at_version(fresh, BEFORE)
        yield unhurried(fresh)


@contextmanager
def reader(url: str) -> Iterator[int]:
    """Somebody reads the outbox in a transaction that does not end; their process at the server."""
    with psycopg.connect(url, application_name="nightly-report") as session:
        session.execute("SELECT count(*) FROM outbox")
        yield session.info.backend_pid


ENDED_ONCE = (
    "CREATE SEQUENCE tries",
    """
    CREATE FUNCTION once() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('tries') = 1 THEN RAISE 'chosen to give way' USING ERRCODE = %s; END IF;
    END $$
    """,
    "CREATE EVENT TRIGGER once ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION once()",
)
"""The first change of a table ends so; the next ones do not."""


def version(url: str) -> str:
    ((found,),) = raw_sql(url, "SELECT version_num FROM alembic_version")
    return str(found)


def test_a_migration_behind_a_long_reader_is_refused_and_has_changed_nothing(url: str) -> None:
    with reader(url) as pid:
        with pytest.raises(StoreRefused) as refused:
            migrate_server(url, patience=0.0)
        assert re.search(
            f"is in use: .* such as a backup. The longest at work is “nightly-report”, process {pid} .*Nothing was "
            "changed.*Please wait until that has ended, or end it, and run this again.",
            str(refused.value),
        )
        assert version(url) == BEFORE
    migrate_server(url)
    assert version(url) == migrations.HEAD
    assert differences(url) == []


def test_who_writes_does_not_wait_until_the_reader_ends_and_the_migration_goes_through_after_it(url: str) -> None:
    with ThreadPoolExecutor(1) as thread:
        with reader(url):
            migrating = thread.submit(migrate_server, url, UNHURRIED)
            until_it_waits(url, migrating)
            raw_sql(url, LOCK)  # behind the migration, and the reader goes on
            assert version(url) == BEFORE
        migrating.result(UNHURRIED)
    assert version(url) == migrations.HEAD


def until_it_waits(url: str, migrating: Future[None]) -> None:
    end = monotonic() + UNHURRIED
    while raw_sql(url, WAITS) == [(0,)]:
        assert not migrating.done()
        assert monotonic() < end
        sleep(0.02)


def test_who_migrates_at_the_same_time_waits_for_the_other(url: str) -> None:
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('accord/migrate', 0))")
        with pytest.raises(StoreRefused):
            migrate_server(url, patience=0.0)
    migrate_server(url)
    assert version(url) == migrations.HEAD


def test_whom_the_server_ends_because_two_wait_for_each_other_tries_again(url: str) -> None:
    for statement in ENDED_ONCE:
        raw_sql(url, statement.replace("%s", "'deadlock_detected'"))
    with pytest.raises(StoreRefused, match="is in use"):
        migrate_server(url, patience=0.0)
    raw_sql(url, "ALTER SEQUENCE tries RESTART")
    migrate_server(url)
    assert version(url) == migrations.HEAD


def test_what_is_wrong_otherwise_is_not_tried_again(url: str) -> None:
    for statement in ENDED_ONCE:
        raw_sql(url, statement.replace("%s", "'disk_full'"))
    with pytest.raises(OperationalError):
        migrate_server(url)
    assert version(url) == BEFORE
