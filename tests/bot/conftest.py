"""The engine is tested as stories are: on both databases, and with every change audited at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.verifying import verify
from tests.stories.chat import Chat, running


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Chat]:
    """A running Accord on Monday 23 November 2026, 09:00 in Warsaw, with the local workspace."""
    async with running(database_url) as chat:
        yield chat
        report = await verify(chat.app.store)
        assert report.problems == ()
