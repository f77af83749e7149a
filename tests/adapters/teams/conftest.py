"""The stand of the inbound tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.teams.inbound_stand import Stand, standing


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """Teams' door with a scripted engine behind it."""
    async with standing() as running:
        yield running
