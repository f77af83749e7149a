"""The long story of the charter in a real browser: each of nine people at a page of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.in_person import InPerson
from tests.stories.charter_story import ACTS
from tests.stories.chat import running


@pytest.mark.timeout(900)
async def test_six_functions_come_from_contradictions_to_a_signed_charter(chromium: Browser, tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as chat:
        bot = InPerson(chat, chromium)
        for act in ACTS:
            await act(bot)
        assert await bot.violations() == []
