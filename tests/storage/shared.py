"""Two processes' worth of stores on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from flows.wire import Wire
from storage.store import Store
from tests.postgres import Postgres


@pytest.fixture
def server_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database_with_tables() as url:
        yield url


@asynccontextmanager
async def two_stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Both open until the end."""
    one, other = await Store.open(url, Wire({})), await Store.open(url, Wire({}))
    try:
        yield one, other
    finally:
        await asyncio.gather(one.close(), other.close())


@pytest.fixture
async def stores(server_url: str) -> AsyncIterator[tuple[Store, Store]]:
    async with two_stores(server_url) as both:
        yield both
