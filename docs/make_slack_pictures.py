"""Makes the pictures of docs/slack.md: the sample project in the tests' own Slack, drawn as Slack would show it.

By hand, from the project's folder: .venv/bin/python -m docs.make_slack_pictures
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Browser, async_playwright

from docs.block_kit_page import Page
from tests.browser.conftest import QUIET
from tests.browser.find_browser import find_browser
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Message
from tests.slack.living import running
from tests.slack.people import SlackChat

FOLDER = Path(__file__).parent / "images"
SAMPLE = Path(__file__).parent.parent / "examples" / "line3-mes.yaml"
WARSAW = ZoneInfo("Europe/Warsaw")
START = datetime(2027, 1, 4, 9, 0, tzinfo=WARSAW)
ESCALATION = {
    "tradeoff": "speed/scope",
    "question": "Do we go live on 8 May without the ERP interface?",
    "option_a": "Go live without it, and type the orders in by hand until the end of June",
    "option_b": "Move the cut-over by two weeks",
    "impact": "The supplier's team leaves for another plant.",
    "day": "2027-01-28",
    "time": "12:00",
    "urgency": "normal",
}


MOST = 900
"""Pixels of height; what goes on below is not in the picture."""


async def picture(browser: Browser, name: str, page: str) -> None:
    """One page, from its top."""
    window = await browser.new_page(viewport={"width": 800, "height": MOST})
    await window.set_content(page)
    box = await window.locator("body > *").bounding_box()
    assert box is not None
    shown = {"x": 0, "y": 0, "width": 800, "height": min(MOST, box["y"] + box["height"] + 4)}
    with Image.open(BytesIO(await window.screenshot(clip=shown))) as taken:
        taken.convert("RGB").quantize(128).save(FOLDER / f"slack-{name}.png", optimize=True)
    await window.close()


def page_for(chat: SlackChat) -> Page:
    """How pages look to somebody in Warsaw."""
    return Page("Europe/Warsaw", chat.work.name, lambda file: chat.team.files[file].body)


def chat_page(chat: SlackChat, messages: list[Message]) -> str:
    """The newest messages of a place."""
    names = {user.id: user.name for user in chat.team.users.values()}
    lines = [("" if m.by_app else names[m.user], float(m.ts), m.blocks, m.text) for m in messages]
    return page_for(chat).chat(lines)


async def asking(chat: SlackChat, browser: Browser) -> None:
    """The questions of a round, in the direct messages and as a form."""
    await chat.load(SAMPLE, start=True)
    await chat.wait(hours=2)
    maria = await chat.user("maria")
    direct = chat.team.direct(maria.id).id
    await picture(browser, "first", chat_page(chat, chat.team.screen(direct)[-1:]))
    await chat.press("maria", "Start")
    await chat.say("maria", "Operators dispatch and close orders on line 3 without paper.")
    await picture(browser, "question", chat_page(chat, chat.team.screen(direct)[-2:]))
    await chat.press("maria", "Open as form")
    view = chat.team.top_view(maria.id)
    assert view is not None
    await picture(browser, "form", page_for(chat).modal(view.view))


async def deciding(chat: SlackChat, browser: Browser) -> None:
    """The summary in the channel, and a decision that somebody has to take."""
    await chat.load(SAMPLE, start=False, answers=True)
    await chat.wait(hours=1)
    adam, tomasz = await chat.user("adam"), await chat.user("tomasz")
    channel = await chat.place(adam, "line3-mes")
    heads = [m for m in chat.team.screen(channel.id) if not m.thread]
    await picture(browser, "summary", chat_page(chat, heads[-1:]))
    await chat.say("adam", "/escalate", channel="line3-mes")
    view = chat.team.top_view(adam.id)
    assert view is not None
    await picture(browser, "escalate", page_for(chat).modal(view.view))
    told = await chat.fill("adam", ESCALATION)
    assert told.kind == "message", told
    await chat.press("adam", "Send to Tomasz")
    await chat.wait(hours=1)
    newest = chat.team.screen(chat.team.direct(tomasz.id).id)[-1:]
    await picture(browser, "decision", chat_page(chat, newest))
    await chat.home("tomasz")
    await picture(browser, "home", page_for(chat).home(chat.team.homes[tomasz.id]))


async def main() -> None:
    """Both halves, each in a workspace of its own."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=[*QUIET, *as_root])
        for half in (asking, deciding):
            slack = FakeSlack()
            await slack.start()
            with TemporaryDirectory() as folder:
                async with running(slack, f"sqlite:///{folder}/accord.db", START) as chat:
                    await half(chat, browser)
            await slack.stop()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
