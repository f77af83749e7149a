"""I2 in a browser: files are chosen by keyboard or mouse, named before they are sent, and sent with the message."""

from __future__ import annotations

from hashlib import sha256

from playwright.async_api import FilePayload, Page, expect

from flows.files import GiveFiles
from tests.browser.workspace import on_screen

PDF: FilePayload = {"name": "protocol.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 \x00\xff signed"}
FILM: FilePayload = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * 800_000}


async def test_a_file_is_named_sent_with_the_message_and_then_gone_from_the_box(page: Page) -> None:
    async with on_screen(page) as screen:
        chooser = page.get_by_label("Attach files as evidence").first
        await chooser.set_input_files([PDF])
        await expect(page.locator("#composer").locator("xpath=ancestor::form").locator(".status")).to_have_text(
            "protocol.pdf"
        )
        await page.get_by_label("Message to Accord").fill("EV-1")
        await page.get_by_label("Message to Accord").press("Enter")
        await expect(page.locator("#lines > .mine")).to_contain_text("[protocol.pdf]")
        await expect(page.get_by_label("Message to Accord")).to_have_value("")
        assert await chooser.evaluate("input => input.files.length") == 0
        (sent,) = [command for _, command, _ in screen.small.engine.asked if isinstance(command, GiveFiles)]
        (file,) = sent.files
        assert (sent.words, file.name, file.size) == ("EV-1", "protocol.pdf", len(PDF["buffer"]))
        assert file.hash == sha256(PDF["buffer"]).hexdigest()


async def test_what_is_too_large_for_the_page_is_said_and_nothing_is_sent(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.get_by_label("Attach files as evidence").first.set_input_files([FILM])
        await page.get_by_label("Message to Accord").fill("EV-1")
        await page.get_by_label("Message to Accord").press("Enter")
        await expect(page.get_by_text("This page takes files of up to 700 kB together.")).to_be_visible()
        await expect(page.get_by_label("Message to Accord")).to_have_value("EV-1")
        assert not [command for _, command, _ in screen.small.engine.asked if isinstance(command, GiveFiles)]
