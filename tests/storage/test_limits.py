"""How long a connection to PostgreSQL waits, and for whom."""

from __future__ import annotations

from contextlib import closing

from storage.postgres_links import connect
from tests.postgres import UNHURRIED, Postgres, unhurried

SAID = "SELECT setting::integer FROM pg_settings WHERE name IN ('lock_timeout', 'deadlock_timeout') ORDER BY name DESC"


def test_tidying_up_makes_way_before_we_give_up(postgres: Postgres) -> None:
    """Who waits for a table that is being tidied up has it after `deadlock_timeout`, if they still wait then."""
    with closing(connect(postgres.url)) as raw:
        (locked,), (deadlock,) = raw.execute(SAID).fetchall()
    assert locked > deadlock > 0


def test_what_the_url_says_goes_before(postgres: Postgres) -> None:
    with closing(connect(unhurried(postgres.url))) as raw:
        assert raw.execute("SHOW lock_timeout").fetchone() == ("1min",)
        assert raw.execute("SHOW statement_timeout").fetchone() == ("1min",)
        assert raw.info.get_parameters()["connect_timeout"] == str(UNHURRIED)
        assert raw.info.get_parameters()["application_name"] == "accord"
