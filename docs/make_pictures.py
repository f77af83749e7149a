"""Makes the pictures of README.md and docs/story.md: plays the story of the browser test and takes them on the way.

By hand, from the project's folder: .venv/bin/python -m docs.make_pictures
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.browser import acts_of_asking as asking
from tests.browser import acts_of_deciding as deciding
from tests.browser.conftest import QUIET
from tests.browser.find_browser import find_browser
from tests.browser.living import living
from tests.browser.seat import CHANNEL, Seat
from tests.browser.three_weeks import ACTS, START

FOLDER = Path(__file__).parent / "images"
DRAWN = "() => [...document.images].every((image) => image.complete)"
AT_TOP = """
([within, text]) => [...document.querySelectorAll(within)]
  .findLast((found) => found.textContent.includes(text))
  ?.scrollIntoView({block: "start"})
"""


@dataclass(frozen=True)
class Picture:
    """A page of somebody, scrolled so that what matches a selector and holds a text, both in `at`, comes first."""

    name: str
    page: str
    width: int = 1200
    height: int = 860
    at: tuple[tuple[str, str], ...] = ()
    dark: bool = False


async def the_digest_appears(seat: Seat, wall: Seat) -> None:
    """The last act goes on from here; this is its picture."""
    await seat.skip_to("Digest", "Mon 25 Jan 2027, 09:00")
    await wall.sees("1 decision made")


LINE = "#lines > .line"
SUMMARY = f"/local/ewa/c/{CHANNEL}?thread=round%2Fline3-mes%2F1%2Fsummary"
DIGEST = f"/local/ewa/c/{CHANNEL}?thread=digest%2Fline3-mes%2F3"
CARD = ((LINE, "E-1 · Decision needed"),)
PICTURES: Mapping[Callable[[Seat, Seat], Awaitable[None]], tuple[Picture, ...]] = {
    asking.maria_talks: (Picture("dm", "/local/maria/dm", at=((LINE, "question 5 of 15"),)),),
    deciding.adam_escalates: (
        Picture("escalation", "/local/anita/dm", at=CARD),
        Picture("home", "/local/anita/home", height=620),
        Picture("narrow", "/local/anita/dm", width=400, height=760, at=CARD),
        Picture("dark", f"/local/ewa/c/{CHANNEL}", dark=True, at=((LINE, "Alignment of"),)),
    ),
    deciding.the_thread_quotes_both_sides: (
        Picture("channel", SUMMARY, height=1080, at=((LINE, "Alignment of"), ("h3", "Contradictions 1"))),
    ),
    the_digest_appears: (Picture("digest", DIGEST, at=(("h3", "Decisions"),)),),
}


async def take(browser: Browser, address: str, picture: Picture) -> None:
    """One picture, in a window of its own."""
    window = await browser.new_context(
        locale="en-GB",
        timezone_id="Europe/Warsaw",
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
    )
    page = await window.new_page()
    await page.goto(address + picture.page)
    await page.locator("body[data-live]").wait_for()
    await page.wait_for_function(DRAWN)
    for place in picture.at:
        await page.evaluate(AT_TOP, list(place))
    with Image.open(BytesIO(await page.screenshot())) as taken:  # 128 colours look the same in a third of the size
        taken.convert("RGB").quantize(128).save(FOLDER / f"{picture.name}.png", optimize=True)
    await window.close()


async def main() -> None:
    """The whole story, with its pictures."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright, living(f"sqlite:///{folder}/accord.db", START) as address:
            browser = await playwright.chromium.launch(executable_path=find_browser(), args=[*QUIET, *as_root])
            pages = [await browser.new_page(locale="en-GB", timezone_id="Europe/Warsaw") for _ in range(2)]
            seat, wall = (Seat(page, address) for page in pages)
            for act in (*ACTS[:-1], the_digest_appears):
                await act(seat, wall)
                for picture in PICTURES.get(act, ()):
                    await take(browser, address, picture)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
