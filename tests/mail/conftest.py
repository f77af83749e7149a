"""A relay for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.mail.relay import FakeRelay, relaying


@pytest.fixture
async def relay() -> AsyncIterator[FakeRelay]:
    async with relaying() as running:
        yield running
