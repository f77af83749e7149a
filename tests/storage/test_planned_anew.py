"""PostgreSQL plans a statement once for each connection; what it planned for an empty table does not stay for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from storage.connections import Connection
from storage.on_postgres import TEXTS
from storage.outbox_statements import FIND
from storage.pipe import MUCH, Prepared
from storage.piped import PipedConnection
from storage.postgres import connect
from storage.postgres_links import Pool, Use
from tests.postgres import Postgres, unhurried

GROWN = b"""
INSERT INTO outbox (organisation_id, key, version, address, message, digest, promise, ready_at, state, uncertain,
                    attempts, reason)
SELECT 'plant', 'digest/' || number, 1, '#line', '{}', '', 'never lost', 0, 'waiting', 0, 0, ''
FROM generate_series(1, 5000) AS number
"""


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.database_with_tables() as url:
        yield unhurried(url)


def _often(connection: Connection) -> None:
    for number in range(MUCH):
        assert connection.rows(FIND, {"organisation": "plant", "key": f"task/{number}"}) == []


def _planned(connection: PipedConnection) -> str:
    """How the server would look for the posts of a key, by the statement that this connection has prepared."""
    asked = connection.pipe.send(TEXTS.bytes_of(FIND), {"organisation": "plant", "key": "digest/1"})
    connection.pipe.wait()
    assert len(asked.rows()) == 1
    found = connection.pipe.send(
        b"SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT outbox.seq%%'", {}
    )
    connection.pipe.wait()
    ((prepared,),) = found.rows()
    plan = connection.pipe.send(f"EXPLAIN EXECUTE {prepared} ('plant', 'digest/1')".encode(), {})
    connection.pipe.wait()
    return "\n".join(str(line) for (line,) in plan.rows())


def test_what_was_planned_for_an_empty_table_is_planned_anew_once_much_was_done(url: str) -> None:
    link = Pool(url, planned_for=0.0).link(Use.WRITING)
    with closing(link):
        link.transact(_often)
        with closing(connect(url)) as other:
            other.execute(GROWN)
            other.commit()
        plan = link.change(_planned)
    assert "outbox_version" in plan
    assert "outbox_lane" not in plan


@pytest.mark.parametrize(("much", "seconds", "old"), [(MUCH, 0.0, True), (MUCH - 1, 0.0, False), (MUCH, 3600.0, False)])
def test_it_takes_both_much_work_and_some_time(much: int, seconds: float, old: bool) -> None:
    prepared = Prepared(seconds)
    prepared.sent = much
    assert prepared.plans_are_old is old


def test_what_is_planned_anew_is_good_for_as_long_again() -> None:
    prepared = Prepared(0.0)
    prepared.sent = MUCH
    prepared.planned()
    assert not prepared.plans_are_old
