"""The verbs of the stories, done by hand: everybody has a browser of their own, types, presses and reads there."""

from __future__ import annotations

import json
from collections.abc import Mapping

from playwright.async_api import Browser, Locator, Page, Response

from tests.browser.workspace import WATCH
from tests.stories.chat import Answered, Chat
from tests.stories.page import Press, Shown, read_page

PATIENCE = 30_000
"""Milliseconds for what has to appear; a busy machine is slow, not wrong."""
A_MOMENT = 100


class InPerson(Chat):
    """A running Accord as people meet it in Chromium."""

    def __init__(self, chat: Chat, browser: Browser) -> None:
        super().__init__(chat.app, chat._session, chat.url)
        self._browser = browser
        self._pages: dict[tuple[str, str | None], Page] = {}
        self._last: dict[str, Page] = {}
        self._reader: Page | None = None

    async def say(self, person: str, text: str, channel: str | None = None) -> str:
        page = self._last[person] = await self.page(person, channel)
        composer = page.get_by_role("textbox", name="Message to").first
        await composer.fill(text)
        async with page.expect_response("**/local/say") as answer:
            await composer.press("Enter")
        return (await self._answered(await answer.value)).text

    async def try_press(self, person: str, label: str, row: str = "", channel: str | None = None) -> Answered:
        page, button = await self._button(person, label, row, channel)
        self._last[person] = page
        if not await button.is_visible():
            await button.locator("xpath=ancestor::details").locator("summary").last.click()
        sure = await button.get_attribute("data-confirm")
        async with page.expect_response("**/local/press") as answer:
            await button.click()
            if sure:
                await page.locator("#confirm-yes").click()
        return await self._answered(await answer.value)

    async def fill(self, person: str, values: Mapping[str, str | list[str]]) -> Answered:
        page = self._last[person]
        dialog = page.locator("#dialog")
        await dialog.locator("form").wait_for()
        for name, value in values.items():
            await _put(dialog.locator(f"[data-field={json.dumps(name)}]"), value)
        async with page.expect_response("**/local/form") as answer:
            await dialog.locator("button[type=submit]").click()
        return await self._answered(await answer.value)

    async def lines(self, person: str, channel: str | None = None, thread: str = "") -> list[Shown]:
        """What their page shows when it is opened anew."""
        if self._reader is None:
            self._reader = await self._window()
        await self._open(self._reader, person, channel, thread)
        content = await self._reader.locator("#replies" if thread else "#lines").evaluate("(list) => list.outerHTML")
        return read_page(content).lines

    async def page(self, person: str, channel: str | None = None) -> Page:
        """This person's page of a channel or of their direct messages; it stays open."""
        if (person, channel) not in self._pages:
            self._pages[person, channel] = page = await self._window()
            await self._open(page, person, channel)
        return self._pages[person, channel]

    async def _window(self) -> Page:
        window = await self._browser.new_context(locale="en-GB", timezone_id="Europe/Warsaw")
        page = await window.new_page()
        page.set_default_timeout(PATIENCE)
        await page.add_init_script(WATCH)
        return page

    async def _open(self, page: Page, person: str, channel: str | None, thread: str = "") -> None:
        where = f"c/{channel}" if channel else "dm"
        await page.goto(f"{self.url}/local/{person}/{where}" + (f"?thread={thread}" if thread else ""))
        await page.locator("body[data-live]").wait_for()

    async def _button(self, person: str, label: str, row: str, channel: str | None) -> tuple[Page, Locator]:
        """The newest such button: where this person was last, then in their direct messages."""
        pages = [await self.page(person, channel)]
        if channel is None and person in self._last:
            pages = list(dict.fromkeys((self._last[person], *pages)))
        seen: set[str] = set()
        for _ in range(PATIENCE // A_MOMENT):
            for page in pages:
                found = _newest(await page.content(), label, row, seen)
                if found is not None:
                    command = f"button[data-command={json.dumps(found.command)}]"
                    return page, page.locator("#lines, #replies").locator(command).last
            await pages[0].wait_for_timeout(A_MOMENT)
        raise AssertionError(f"{person} sees no button {label!r} {row!r}, only {sorted(seen)}")

    async def _answered(self, response: Response) -> Answered:
        plain = json.loads(await response.text())
        await self.settle()
        return Answered(plain["kind"], plain["text"], plain["html"], plain.get("problems", {}), response.status)

    async def violations(self) -> list[str]:
        """What the content security policy of any page had to stop."""
        return [each for page in self._pages.values() for each in await page.evaluate("violations")]


def _newest(html: str, label: str, row: str, seen: set[str]) -> Press | None:
    for line in reversed(read_page(html).lines):
        for press in reversed(line.presses):
            seen.add(press.label)
            if press.label.startswith(label) and row in press.row:
                return press
    return None


async def _put(field: Locator, value: str | list[str]) -> None:
    """Into whatever kind of field it is."""
    if await field.locator("input[type=radio], input[type=checkbox]").count():
        for each in [value] if isinstance(value, str) else value:
            await field.locator(f"input[value={json.dumps(each)}]").check()
        return
    assert isinstance(value, str)
    if await field.locator("select").count():
        await field.locator("select").select_option(value)
    else:
        await field.locator("input, textarea").fill(value)
