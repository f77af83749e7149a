"""The whole product in a real browser: three weeks of a project, from the first question to the digest."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser.living import living
from tests.browser.seat import Seat
from tests.browser.three_weeks import ACTS, START


@pytest.mark.timeout(300)
async def test_three_weeks_of_a_project_in_a_browser(chromium: Browser, page: Page, tmp_path: Path) -> None:
    elsewhere = await chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    async with living(f"sqlite:///{tmp_path / 'accord.db'}", START) as address:
        seat, wall = Seat(page, address), Seat(await elsewhere.new_page(), address)
        for act in ACTS:
            await act(seat, wall)
        await page.goto("about:blank")
        await elsewhere.close()
