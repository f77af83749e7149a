"""The stand of the inbound tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.inbound_stand import Stand, standing


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """Slack's door with a scripted engine behind it."""
    async with standing() as running:
        yield running
