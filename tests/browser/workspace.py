"""The small project's workspace in a real browser, with what a browser complains about collected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Page

from tests.adapters.web.pages import served
from tests.adapters.web.small_project import Small, small_project

WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + event.blockedURI));
"""


@dataclass
class Screen:
    """One page on the workspace of the small project."""

    page: Page
    small: Small
    address: str

    async def open(self, path: str) -> None:
        """Goes to a page and waits until it is live."""
        await self.page.goto(self.address + path)
        await self.page.locator("body[data-live]").wait_for()

    async def violations(self) -> list[str]:
        """What the content security policy had to stop."""
        found: list[str] = await self.page.evaluate("violations")
        return found


@asynccontextmanager
async def on_screen(page: Page, path: str = "/local/maria/dm") -> AsyncIterator[Screen]:
    """The workspace after a week of chat, open at `path`."""
    small = small_project(draw=_dot)
    await small.begin()
    await page.add_init_script(WATCH)
    async with served(small) as server:
        screen = Screen(page, small, str(server.make_url("/")).rstrip("/"))
        await screen.open(path)
        yield screen
        assert await screen.violations() == []
        await page.goto("about:blank")


def _dot(_: object) -> bytes:
    """A PNG of one white dot."""
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffffff7f0009fb03fd"
        "05434b610000000049454e44ae426082"
    )
