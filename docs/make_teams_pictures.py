"""Makes the pictures of docs/teams.md: Accord in Microsoft's Agents Playground, as the browser test plays it.

By hand, from the project's folder: .venv/bin/python -m docs.make_teams_pictures
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import Page, async_playwright

from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from bot.operate import order
from bot.project_files import load_file
from bot.teams_settings import TeamsSettings
from flows.projects.loading import LoadProject
from storage.opening import migrate
from tests.browser.conftest import QUIET
from tests.browser.find_browser import find_browser
from tests.browser.living import served
from tests.browser.playground import Alex, install, playing
from tests.browser.test_playground import PROJECT, escalates, says_hello

FOLDER = Path(__file__).parent / "images"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def picture(page: Page, name: str) -> None:
    """The window as it is."""
    await page.wait_for_timeout(500)
    with Image.open(BytesIO(await page.screenshot())) as taken:
        taken.convert("RGB").quantize(128).save(FOLDER / f"teams-{name}.png", optimize=True)


async def play(page: Page, folder: str) -> None:
    """A first question, and an escalation before it is sent and after."""
    database = f"sqlite:///{folder}/accord.db"
    await asyncio.to_thread(migrate, database)
    settings = Settings(database=database, local_workspace=False, teams=TeamsSettings(development=True))
    app = await build(settings, Clock.beginning(MONDAY))
    async with served(app) as url, playing(f"{url}/api/messages") as address:
        await page.goto(address)
        alex = Alex(page)
        await says_hello(alex)
        await alex.opens("Announcements")
        await order(app, LoadProject(await asyncio.to_thread(load_file, PROJECT), start=True))
        await alex.reads("0 of 2 functions are in").wait_for()
        await alex.opens("Personal Chat")
        await alex.presses("Start or continue")
        await alex.reads("question 1 of").wait_for()
        await picture(page, "question")
        await escalates(alex)
        await picture(page, "escalation")
    await app.close()


async def main() -> None:
    """One window, one story."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    await install()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=[*QUIET, *as_root])
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(20_000)
        with TemporaryDirectory() as folder:
            await play(page, folder)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
