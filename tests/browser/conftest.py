"""A real Chromium, headless, for the tests of this folder. It is never skipped: no browser is a failure."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.find_browser import NoBrowser, find_browser

expect.set_options(timeout=30_000)  # milliseconds; a busy machine is slow, not wrong

# Without these a Chromium asks the network on its own account and the tests would depend on the answer.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_path() -> Path:
    try:
        return find_browser()
    except NoBrowser as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture
async def chromium(browser_path: Path) -> AsyncIterator[Browser]:
    """A browser of this test's own; it has ended when the test has."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=[*QUIET, *as_root])
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page in a context of its own, in a fixed language, zone and size; script errors fail the test."""
    context = await chromium.new_context(
        locale="en-GB", timezone_id="Europe/Warsaw", viewport={"width": 1280, "height": 800}
    )
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await context.close()
    assert errors == []
