"""A database that is busy for a while: what is to be shown waits for it, and is there when the story looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from psycopg import AsyncConnection

from storage.postgres_links import LOCKED
from tests.postgres import Postgres, unhurried
from tests.stories.chat import running
from tests.stories.plant import load

LONGER = 1.2 * LOCKED / 1000
"""Seconds: more than anybody waits for a lock in production."""


@asynccontextmanager
async def held(url: str, table: str) -> AsyncIterator[None]:
    """Somebody else reads this table for some time, and nobody may write there meanwhile."""
    other = await AsyncConnection.connect(url)
    await other.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
    ending = asyncio.create_task(_let_go(other))
    yield
    await ending


async def _let_go(other: AsyncConnection[tuple[object, ...]]) -> None:
    await asyncio.sleep(LONGER)
    await other.close()


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.database_with_tables() as found:
        yield found


@pytest.mark.parametrize("table", ["web_message", "project"])
async def test_a_story_sees_what_waited_for_the_database(url: str, table: str) -> None:
    async with running(unhurried(url)) as bot, held(url, table):
        await load(bot)
        assert "0 of 4 functions are in" in await bot.sees("olga", "line3")
