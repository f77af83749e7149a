"""Accord in the real Microsoft 365 Agents Playground, as docs/teams.md says. Never skipped: no npm is a failure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.operate import order
from bot.project_files import load_file
from bot.teams_settings import TeamsSettings
from flows.projects.loading import LoadProject
from tests.browser.living import served
from tests.browser.playground import Alex, NoPlayground, install, playing
from tests.tables import lay_tables

PROJECT = Path(__file__).parents[2] / "examples" / "playground.yaml"
PATIENCE = 30_000
"""Milliseconds for anything to be there."""
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def playground_path() -> Path:
    try:
        return asyncio.run(install())
    except NoPlayground as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture
async def accord(tmp_path: Path) -> AsyncIterator[App]:
    """Accord as TEAMS_DEVELOPMENT=playground runs it."""
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    await asyncio.to_thread(lay_tables, database)
    settings = Settings(database=database, local_workspace=False, teams=TeamsSettings(development=True))
    app = await build(settings, Clock.beginning(MONDAY))
    yield app
    await app.close()


@pytest.mark.timeout(120)
async def test_the_chat_the_channel_the_questionnaire_an_escalation_and_a_decision(
    page: Page, accord: App, playground_path: Path
) -> None:
    page.set_default_timeout(PATIENCE)
    async with served(accord) as url, playing(f"{url}/api/messages") as address:
        await page.goto(address)
        alex = Alex(page)
        await says_hello(alex)
        await alex.opens("Announcements")
        file = await asyncio.to_thread(load_file, PROJECT)
        await order(accord, LoadProject(file, start=True))
        await expect(alex.reads("0 of 2 functions are in")).to_be_visible()
        await alex.opens("Personal Chat")
        await answers(alex)
        await escalates(alex)
        await records_a_decision(alex)
        await alex.opens("Announcements")
        await expect(alex.reads("We wait for the supplier")).to_be_visible()


async def says_hello(alex: Alex) -> None:
    """A word in the personal chat; once more where Accord was told that nobody of that name is there.

    The playground says so of its own Alex in some of its first moments (in 2 of 70 runs on a machine that is busy).
    """
    await expect(alex.page.get_by_role("button", name="Send Message")).to_be_visible()
    await alex.says("help")
    helped = alex.reads("What you can do here")
    await expect(helped.or_(alex.reads("Accord cannot find you")).last).to_be_visible()
    if not await helped.is_visible():
        await alex.says("help")
    await expect(helped).to_be_visible()


async def answers(alex: Alex) -> None:
    """One question in the chat, and all of them in the form, which comes as a card."""
    await alex.presses("Start or continue")
    await expect(alex.reads("question 1 of")).to_be_visible()
    await alex.says("No shift runs slower than before")
    await expect(alex.reads("question 2 of")).to_be_visible()
    await alex.presses("Open as a form")
    await expect(alex.reads("Page 1 of 4.")).to_be_visible()
    for number in (2, 3, 4):
        await alex.presses("Next")
        await expect(alex.reads(f"Page {number} of 4.")).to_be_visible()
    await alex.presses("Send my answers")
    await expect(alex.reads("Thank you, the answers of Operations are in.")).to_be_visible()


async def escalates(alex: Alex) -> None:
    """A decision that Megan may take."""
    await alex.says("/escalate Which day?")
    await expect(alex.reads("Show who decides")).to_be_visible()
    await alex.picks("What pulls apart?", "Speed against operational safety")
    await alex.types("Option A", "8 May")
    await alex.types("Option B", "15 May")
    await alex.types("What happens if nobody decides?", "The team leaves.")
    await alex.presses("Show who decides")
    await expect(alex.reads("This goes to Megan Bowen.")).to_be_visible()
    await alex.presses("Send to Megan")
    await expect(alex.reads("E-1 is with Megan Bowen until")).to_be_visible()


async def records_a_decision(alex: Alex) -> None:
    """One that Alex took alone, in a meeting."""
    await alex.says("/decisions record")
    await expect(alex.reads("What was decided?")).to_be_visible()
    await alex.types("What was to be decided?", "Wait or go?")
    await alex.picks("What pulled apart?", "Speed against scope")
    await alex.types("What was decided?", "We wait for the supplier")
    await alex.types("Why?", "It is safer.")
    await alex.marks("Alex Wilber")
    await alex.presses("Record it")
    await expect(alex.reads("Recorded as D-1.")).to_be_visible()
