"""F22: a lock for a minute, no connection left, statements that never end: told within 2.5 s, and gone in 5."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from flows.people import Person
from flows.wire import Wire
from storage.errors import StoreUnavailable
from storage.opening import migrate
from storage.store import Store
from tests.faults.report import Report
from tests.postgres import Postgres
from tests.storage.clerk import Clerk, raw_sql
from tests.storage.conftest import NOW
from tests.stories.chat import Chat, running

TOLD, BACK = 2.5, 5.0
"""Seconds until whoever asked is told, and until everything works again."""
LONGEST = 20.0
"""The same on a machine however busy, where this runs with everything else."""
AT_ONCE = 20
SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
SLOW = """
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
CREATE TRIGGER slow BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION slow();
"""
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'accord' AND datname = %s"


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.fresh_database() as fresh:
        migrate(fresh)
        yield fresh


@pytest.fixture
async def clerk(url: str) -> AsyncIterator[Clerk]:
    store = await Store.open(url, Wire({}))
    made = Clerk(store, NOW)
    await asyncio.gather(*(keeps(made, f"first{n}") for n in range(AT_ONCE)))
    yield made
    await store.close()


async def keeps(clerk: Clerk, name: str) -> tuple[bool, float]:
    """Whether it was kept, and after how many seconds that was told."""
    begun = monotonic()
    try:
        await clerk.does(lambda records: records.people.put(Person(name, name)))
    except StoreUnavailable:
        return False, monotonic() - begun
    return True, monotonic() - begun


async def refused(clerk: Clerk, what: str, report: Report) -> None:
    """Everybody is told no, soon."""
    answers = await asyncio.gather(*(keeps(clerk, f"{what}{n}") for n in range(AT_ONCE)))
    slowest = max(took for _, took in answers)
    report.say("F22", "PostgreSQL", f"{what}: {AT_ONCE} at once were told no within {slowest:.2f} s")
    assert not any(kept for kept, _ in answers)
    assert slowest < TOLD


async def back(clerk: Clerk) -> None:
    """It works again, and goes on to."""
    begun, good = monotonic(), 0
    while good < 2 * AT_ONCE:
        kept, _ = await keeps(clerk, f"back{good}")
        good = good + 1 if kept else 0
        assert monotonic() - begun < BACK + 2 * AT_ONCE * 0.1


@pytest.mark.faults
@pytest.mark.timeout(120)
async def test_a_lock_that_somebody_holds(clerk: Clerk, url: str, report: Report) -> None:
    def lock() -> psycopg.Connection[tuple[object, ...]]:
        session = psycopg.connect(url)
        session.execute("LOCK TABLE person IN ACCESS EXCLUSIVE MODE")
        return session

    session = await asyncio.to_thread(lock)
    for _ in range(2):
        await refused(clerk, "a lock", report)
    await asyncio.to_thread(session.close)
    await back(clerk)


@pytest.mark.faults
@pytest.mark.timeout(120)
async def test_statements_that_do_not_end(clerk: Clerk, url: str, report: Report) -> None:
    await asyncio.to_thread(raw_sql, url, SLOW)
    await refused(clerk, "slow statements", report)
    await asyncio.to_thread(raw_sql, url, "DROP TRIGGER slow ON person")
    await back(clerk)


@pytest.mark.faults
@pytest.mark.timeout(120)
async def test_no_connection_is_left(clerk: Clerk, url: str, report: Report) -> None:
    def limit(most: int) -> None:
        with psycopg.connect(url, autocommit=True) as server:
            name = server.info.dbname
            server.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT {most}'.encode())
            server.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE false'.encode())
            server.execute(CUT, [name])

    def unprivileged() -> str:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("DROP ROLE IF EXISTS plain")
            server.execute("CREATE ROLE plain LOGIN")
            server.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO plain")
            server.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO plain")
        return url.replace("postgres:@", "plain@", 1)

    store = await Store.open(await asyncio.to_thread(unprivileged), Wire({}))  # no limit holds for a superuser
    other = Clerk(store, NOW)
    assert (await keeps(other, "before"))[0]
    await asyncio.to_thread(limit, 0)
    await refused(other, "no connection left", report)
    await asyncio.to_thread(limit, -1)
    await back(other)
    await store.close()
    await asyncio.to_thread(raw_sql, url, "DROP OWNED BY plain; DROP ROLE plain")


@pytest.mark.timeout(120)
async def test_a_page_is_told_503_while_somebody_holds_a_lock(url: str, report: Report) -> None:
    """Over HTTP, as people see it: never a 200 for what is not kept, and soon enough to be repeated."""

    def lock() -> psycopg.Connection[tuple[object, ...]]:
        session = psycopg.connect(url)
        session.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        return session

    async def asked(bot: Chat, number: int) -> tuple[int, float]:
        begun = monotonic()
        body = {"text": f"/align away 2026-12-{number + 1:02d}", "channel": None}
        return (await bot.send("maria", "say", body)).status, monotonic() - begun

    async with running(url) as bot:
        await bot.load(SAMPLE)
        assert (await asked(bot, 0))[0] == 200
        session = await asyncio.to_thread(lock)
        answers = await asyncio.gather(*(asked(bot, number) for number in range(AT_ONCE)))
        await asyncio.to_thread(session.close)
        slowest = max(took for _, took in answers)
        report.say("F22", "PostgreSQL", f"a lock, over HTTP: {AT_ONCE} at once got 503 within {slowest:.2f} s")
        assert {status for status, _ in answers} == {503}
        assert slowest < LONGEST
        until = monotonic() + LONGEST
        while (await asked(bot, 1))[0] != 200:
            assert monotonic() < until
