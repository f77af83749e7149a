"""A seat at a screen: whoever sits there reads, types and presses what the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Error, Locator, Page, expect

from tests.browser.workspace import WATCH

CHANNEL = "line3-mes"
REQUIRED = " (required)"
LABELS = """
(form) => [...form.querySelectorAll("label")].map((label) =>
  [label.closest("fieldset")?.querySelector("legend").textContent ?? "", label.textContent, label.htmlFor])
"""
"""What stands beside each field: the group's name or nothing, the label, and the field that it belongs to."""


@dataclass(frozen=True)
class Filled:
    """What somebody puts into a form, by what stands beside each field."""

    texts: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    picked: Mapping[str, str] = field(default_factory=dict)


class Seat:
    """One browser window on the workspace at `address`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    @property
    def lines(self) -> Locator:
        """The lines of chat that are on the screen."""
        return self.page.locator("#lines > .line")

    @property
    def dialog(self) -> Locator:
        """The form that is open."""
        return self.page.get_by_role("dialog").last

    @property
    def composer(self) -> Locator:
        """Where a line is typed."""
        return self.page.get_by_role("textbox", name="Message to")

    async def opens_thread(self, link: Locator) -> Locator:
        """The thread behind a link. A line may be drawn anew under a click while more arrives: then once more."""
        thread = self.page.get_by_role("complementary", name="Thread")
        for _ in range(10):
            await link.click()
            with suppress(Error):  # not open yet
                await thread.wait_for(timeout=3000)
                break
        return thread

    async def sit(self, person: str, channel: str = "") -> None:
        """Somebody sits down: at their direct messages, or at a channel."""
        if self.page.url == "about:blank":
            await self.page.add_init_script(WATCH)
        else:
            assert await self.page.evaluate("violations") == []
        await self.page.goto(f"{self._address}/local/{person}/{f'c/{channel}' if channel else 'dm'}")
        await self.page.locator("body[data-live]").wait_for()

    async def sees(self, *texts: str) -> None:
        """Waits until each of these stands in the chat."""
        for text in texts:
            await expect(self.lines.filter(has_text=text).last).to_be_visible()

    def line(self, text: str) -> Locator:
        """The newest line with this text."""
        return self.lines.filter(has_text=text).last

    def button(self, label: str) -> Locator:
        """The newest such button in the chat, by its whole label."""
        return self.page.locator("#lines").get_by_role("button", name=label, exact=True).last

    async def press(self, label: str) -> None:
        """Presses it."""
        await self.button(label).click()

    async def say(self, text: str) -> None:
        """Types a line and sends it."""
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.composer).to_have_value("")

    async def stance(self, risk: str, label: str) -> None:
        """One press in the grid of risks; the press stays visible."""
        button = self.page.get_by_role("group", name=risk, exact=True).last.get_by_role(
            "button", name=f"{label} ({risk})", exact=True
        )
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")

    async def fill(self, filled: Filled) -> None:
        """Fills in the open form, field by field."""
        found: list[list[str]] = await self.dialog.evaluate(LABELS)
        beside = {(group.removesuffix(REQUIRED), label.removesuffix(REQUIRED)): id_ for group, label, id_ in found}
        for label, text in filled.texts.items():
            await self.page.locator(f"#{beside['', label]}").fill(text)
        for label, option in filled.picked.items():
            await self.page.locator(f"#{beside['', label]}").select_option(label=option)
        for group, options in filled.chosen.items():
            for option in (options,) if isinstance(options, str) else options:
                await self.page.locator(f"#{beside[group, option]}").check()

    async def submit(self, label: str) -> None:
        """Sends the open form; it closes."""
        await self.dialog.get_by_role("button", name=label, exact=True).click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def skip_to(self, what: str, moment: str) -> None:
        """Moves the clock on to something that the clock bar announces; it is `moment` then, where this person is."""
        bar = self.page.get_by_role("region", name="Simulated time")
        button = bar.get_by_role("button", name=what, exact=False).first
        if not await button.is_visible():
            await bar.get_by_text("Later", exact=True).click()
        await button.click()
        await self.clock_shows(moment)

    async def skip(self, step: str, moment: str) -> None:
        """Moves the clock on by "+1 h" or "+1 day"."""
        await self.page.get_by_role("button", name=step).click()
        await self.clock_shows(moment)

    async def clock_shows(self, moment: str) -> None:
        """The clock bar shows this moment."""
        await expect(self.page.locator("#clock-now")).to_have_text(moment)
