"""PostgreSQL's wire: values come back as they went, and a failed transaction leaves a connection that works."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import literal, select

from storage.connections import Connection, Row, Value
from storage.pipe import Given, Pipe, Prepared
from storage.postgres import connect
from storage.postgres_links import Pool, Use
from tests.postgres import Postgres


@pytest.fixture
def raw(postgres: Postgres) -> Iterator[psycopg.Connection[Row]]:
    with postgres.fresh_database() as url, connect(url) as opened:
        yield opened


class Talk:
    """Transactions on one connection."""

    def __init__(self, raw: psycopg.Connection[Row]) -> None:
        self.raw = raw
        self.prepared = Prepared()

    def asks(self, text: bytes, **values: Given) -> list[Row]:
        """In a transaction of its own, taken back when it fails."""
        pipe = Pipe(self.raw, self.prepared)
        try:
            pipe.send(b"BEGIN", {})
            sent = pipe.send(text, values)
            pipe.wait()
            pipe.end(b"COMMIT")
        except BaseException:
            assert pipe.back()
            raise
        return sent.rows()


@pytest.fixture
def talk(raw: psycopg.Connection[Row]) -> Talk:
    return Talk(raw)


@pytest.mark.parametrize("value", ["", "O'Hara", 'a "b" \\ c', "Żółć 🙂", "{a,b}", "%(x)s $1", "\x01\x7f\u2028", None])
def test_text_comes_back_as_it_went(talk: Talk, value: Value) -> None:
    assert talk.asks(b"SELECT %(x)s::text, %(x)s::text IS NULL", x=value) == [(value, value is None)]


@pytest.mark.parametrize("value", [0, -1, 2**31, 2**62, -(2**63), None])
def test_numbers_come_back_as_they_went(talk: Talk, value: Value) -> None:
    assert talk.asks(b"SELECT %(x)s::bigint", x=value) == [(value,)]


def test_lists_hold_any_text(talk: Talk) -> None:
    odd = ["", "NULL", "a,b", '"', "\\", "{}", "Ż 🙂", " "]
    assert talk.asks(b"SELECT unnest(%(x)s::text[])", x=odd) == [(each,) for each in odd]
    assert talk.asks(b"SELECT unnest(%(x)s::text[])", x=[]) == []


@pytest.mark.parametrize("bad", ["a\0b", ["x", "\0"]])
def test_a_nul_is_refused_and_not_cut_off(talk: Talk, bad: Given) -> None:
    with pytest.raises(psycopg.DataError):
        talk.asks(b"SELECT %(x)s::text", x=bad)
    assert talk.asks(b"SELECT %(x)s::text", x="after") == [("after",)]


def test_a_failure_takes_all_of_its_transaction_back_and_the_connection_works(talk: Talk) -> None:
    talk.asks(b"CREATE TABLE note (id int PRIMARY KEY)")
    talk.asks(b"INSERT INTO note VALUES (%(x)s::int)", x=1)
    for _ in range(3):
        with pytest.raises(errors.UniqueViolation):
            talk.asks(b"INSERT INTO note SELECT generate_series(%(y)s::int, 1)", y=0)
    assert talk.asks(b"SELECT id FROM note") == [(1,)]


def test_a_statement_whose_first_try_failed_can_be_asked_later(talk: Talk) -> None:
    with pytest.raises(errors.UndefinedTable):
        talk.asks(b"SELECT x FROM later")
    talk.asks(b"CREATE TABLE later (x int)")
    assert talk.asks(b"SELECT x FROM later") == []


def test_a_lost_connection_is_told_and_never_waited_for(talk: Talk) -> None:
    pipe = Pipe(talk.raw, talk.prepared)
    pipe.send(b"SELECT pg_terminate_backend(pg_backend_pid())", {})
    with pytest.raises(psycopg.OperationalError):
        pipe.wait()
    assert not pipe.back()


def test_a_transaction_whose_every_question_is_answered_does_not_hang_however_long_it_takes(postgres: Postgres) -> None:
    with postgres.fresh_database() as url:
        link = Pool(url).link(Use.WRITING)
        owed: list[float | None] = []

        def asks(connection: Connection) -> None:
            for _ in range(3):
                owed.append(link.since)
                connection.rows(select(literal(1)), {"param_1": 1})

        link.transact(asks)
        link.close()
    assert None not in owed
    assert len(set(owed)) == 3, "each answer is the beginning of another wait"
    assert link.since is None
