"""An open store on each database, and a few records to put in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from flows.wire import Wire
from storage.store import Store
from tests.storage.clerk import Clerk
from tests.tables import lay_tables

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def wire() -> Wire:
    return Wire({})


@pytest.fixture
async def store(database_url: str, wire: Wire) -> AsyncIterator[Store]:
    await asyncio.to_thread(lay_tables, database_url)
    opened = await Store.open(database_url, wire)
    yield opened
    await opened.close()


@pytest.fixture
def clerk(store: Store) -> Clerk:
    return Clerk(store, NOW)
