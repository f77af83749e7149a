"""Makes the pictures of docs/charter.md: plays the long story of the browser test and takes them on the way.

By hand, from the project's folder: .venv/bin/python -m docs.make_charter_pictures
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from tempfile import TemporaryDirectory

from playwright.async_api import async_playwright

from docs.make_pictures import LINE, Picture, take
from tests.browser.conftest import QUIET
from tests.browser.find_browser import find_browser
from tests.browser.in_person import InPerson
from tests.stories import charter_story as story
from tests.stories.chat import Chat, running

SUMMARY = "/local/olga/c/line3?thread=round%2Fline3%2F1%2Fsummary"
PICTURES: Mapping[Callable[[Chat], Awaitable[None]], tuple[Picture, ...]] = {
    story.six_functions_answer: (
        Picture("charter-private", "/local/maria/dm", height=420, at=((LINE, "contradiction waits for you"),)),
    ),
    story.two_sides_say_back_and_agree_on_a_condition: (
        Picture("charter-settled", SUMMARY, height=860, at=(("#replies > .line", "Only on a Sunday night shift"),)),
    ),
    story.one_goal_is_agreed: (
        Picture("charter-goal", "/local/olga/c/line3", height=640, at=((LINE, "First-stage goal"),)),
    ),
    story.red_line_order_and_right_are_agreed: (
        Picture("charter-right", "/local/hanna/dm", height=560, at=((LINE, "Decision right: speed against scope"),)),
    ),
    story.six_functions_sign_the_charter: (
        Picture("charter-signed", "/local/olga/c/line3", height=1080, at=((LINE, "Charter of Line 3 MES"),)),
    ),
    story.a_red_line_is_touched: (Picture("charter-hold", "/local/hanna/dm", height=560, at=((LINE, "Hold:"),)),),
    story.the_pulse_says_what_has_moved: (
        Picture("charter-pulse", "/local/olga/c/line3", height=560, at=((LINE, "Pulse 1"),)),
    ),
}


async def main() -> None:
    """The whole story, with its pictures."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright, running(f"sqlite:///{folder}/accord.db") as chat:
            browser = await playwright.chromium.launch(executable_path=find_browser(), args=[*QUIET, *as_root])
            bot = InPerson(chat, browser)
            for act in story.ACTS:
                await act(bot)
                for picture in PICTURES.get(act, ()):
                    await take(browser, chat.url, picture)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
