"""F30: rows that somebody else's session holds for long, on PostgreSQL: only what needs them waits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from bot.stumbling import SHORT_WAIT
from tests.faults.test_f30_broken_items import keeps, step, whole
from tests.faults.timed import Watch, beats, living
from tests.postgres import Postgres, unhurried
from tests.stories.chat import Chat
from tests.stories.test_escalations import load

HELD, FREE = range(1, 6), range(6, 10)


@asynccontextmanager
async def held(url: str, numbers: Sequence[int]) -> AsyncIterator[None]:
    """Another session has these escalations locked."""
    other = await AsyncConnection.connect(url)
    ids = [f"line3/E-{number}" for number in numbers]
    await other.execute("SELECT 1 FROM escalation WHERE id = ANY(%s) FOR UPDATE", [ids])
    try:
        yield
        await other.rollback()  # nothing is locked any more
    finally:
        await other.close()


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    """Locks are waited for as in production."""
    with postgres.database_with_tables() as found:
        yield unhurried(found, ["statement_timeout", "idle_in_transaction_session_timeout"])


async def steps(bot: Chat, numbers: Sequence[int]) -> list[int]:
    return [await step(bot, "local", number) for number in numbers]


async def test_f30_rows_that_somebody_holds_delay_only_what_needs_them(url: str, tmp_path: Path) -> None:
    watch = Watch()
    async with living(url, watch.clock()) as bot:
        await load(bot, tmp_path)
        await keeps(bot, "local", *(replace(whole(n, bot.now), requester="ben") for n in (*HELD, *FREE)))
        async with held(url, HELD):
            await beats(bot.app, watch)
            for _ in range(3):  # at the first try, unless a busy machine lets our own short locks last
                if await steps(bot, FREE) != [1] * len(FREE):
                    await beats(bot.app, watch, SHORT_WAIT)
            assert await steps(bot, HELD) == [0] * len(HELD)
            assert await steps(bot, FREE) == [1] * len(FREE)
            assert {item.id for item in bot.app.engine.broken} == {f"line3/E-{n}" for n in HELD}
            await keeps(bot, "local", replace(whole(10, bot.now), requester="ben"))
            await beats(bot.app, watch, SHORT_WAIT)
            assert await steps(bot, [*HELD, 10]) == [0] * len(HELD) + [1], "also beside those that are tried again"
        await beats(bot.app, watch, SHORT_WAIT + 1)
        assert await steps(bot, HELD) == [1] * len(HELD)
        assert bot.app.engine.broken == {}
