"""Live pages: what happens elsewhere appears here, after a break as well, and what is done during one is not lost."""

from __future__ import annotations

from playwright.async_api import Page, expect

from flows.messages import Message, ToChannel, ToPerson
from tests.adapters.web.small_commands import Speak
from tests.browser.workspace import on_screen


async def test_a_message_appears_and_marks_what_is_not_being_looked_at(page: Page) -> None:
    async with on_screen(page) as screen:
        door = page.get_by_role("link", name="line3-mes")
        await expect(door).to_contain_text("2")
        await screen.small.post("news", ToPerson("maria"), Message("The round has closed."))
        await expect(page.locator("#lines")).to_contain_text("The round has closed.")
        await expect(page.locator("#announcements")).to_contain_text("Accord: The round has closed.")
        await screen.small.post("more", ToChannel("line3-mes"), Message("Look here."))
        await expect(door).to_contain_text("3")
        await expect(page).to_have_title("(3) Accord · Maria Nowak · Accord")
        await expect(page.get_by_role("link", name="Ben O’Hara")).to_contain_text("1")
        await screen.open("/local/maria/c/line3-mes")
        await expect(page.get_by_role("link", name="line3-mes").locator(".badge")).to_be_hidden()
        await expect(page).to_have_title("line3-mes · Maria Nowak · Accord")


async def test_after_a_break_nothing_is_missing_and_nothing_is_there_twice(page: Page) -> None:
    async with on_screen(page) as screen:
        for round_ in range(3):
            screen.small.workspace.watchers.close()  # ends every stream, as a restart does
            await screen.small.post(f"away/{round_}", ToPerson("maria"), Message(f"Said while away {round_}."))
            await screen.small.post("card", ToPerson("maria"), Message(f"Card after {round_}."))
            screen.small.workspace.watchers.closing = False
            await expect(page.locator("#lines")).to_contain_text(f"Card after {round_}.")
        for round_ in range(3):
            await expect(
                page.get_by_text(f"Said while away {round_}.", exact=True).and_(page.locator("#lines p"))
            ).to_have_count(1)
        await expect(page.locator("#connection")).to_be_empty()


async def test_a_line_typed_while_nothing_can_be_saved_is_kept_tried_again_and_sent_once(page: Page) -> None:
    async with on_screen(page) as screen:
        screen.small.engine.away = 2
        await page.keyboard.type("Important")
        await page.keyboard.press("Enter")
        await expect(page.locator(".composer .status")).to_contain_text("Trying again …")
        await expect(page.get_by_label("Message to Accord")).to_have_value("Important")
        await expect(page.locator("#lines > .ephemeral")).to_contain_text("Noted.")
        await expect(page.get_by_label("Message to Accord")).to_have_value("")
        await expect(page.locator("#lines > .mine")).to_have_count(1)
        assert [command for _, command, _ in screen.small.engine.asked] == [Speak("Important")]


async def test_a_draft_survives_looking_elsewhere(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.keyboard.type("Half a tho")
        await screen.open("/local/maria/c/line3-mes")
        await expect(page.get_by_label("Message to #line3-mes")).to_have_value("")
        await screen.open("/local/maria/dm")
        await expect(page.get_by_label("Message to Accord")).to_have_value("Half a tho")


async def test_who_reads_further_up_is_not_pulled_down(page: Page) -> None:
    async with on_screen(page) as screen:
        scroller = page.get_by_role("region", name="Messages")
        await scroller.evaluate("(element) => { element.scrollTop = 40; }")
        await screen.small.post("news", ToPerson("maria"), Message("Below."))
        await expect(page.get_by_role("button", name="New messages")).to_be_visible()
        assert await scroller.evaluate("(element) => element.scrollTop") == 40
        await page.get_by_role("button", name="New messages").click()
        await expect(page.get_by_role("button", name="New messages")).to_be_hidden()
        assert await scroller.evaluate("(e) => e.scrollHeight - e.scrollTop - e.clientHeight") < 2


async def test_earlier_messages_are_put_above_without_moving_what_is_read(page: Page) -> None:
    async with on_screen(page) as screen:
        for n in range(60):
            await screen.small.post(f"m{n}", ToPerson("maria"), Message(f"Message number {n}."))
        await screen.open("/local/maria/dm")
        first = page.get_by_text("Message number 10.", exact=True)
        await first.scroll_into_view_if_needed()
        await page.get_by_role("link", name="Earlier messages").click()
        await expect(page.locator("#lines > .line")).to_have_count(63)
        await expect(first).to_be_in_viewport()
        await expect(page.locator("#lines > .day")).to_have_count(2)


async def test_the_home_tab_changes_while_it_is_open(page: Page) -> None:
    async with on_screen(page, "/local/maria/home") as screen:
        await expect(page.get_by_role("heading", name="Answers for Line 3 MES roll-out")).to_be_visible()
        button = page.get_by_role("button", name="Go on answering")
        await button.focus()
        await page.evaluate("document.querySelector('#home .body p').textContent = 'old'")
        await screen.small.post("news", ToPerson("maria"), Message("Something changed."))
        await expect(page.get_by_text("Two things, the first one today.")).to_be_visible()
        await expect(page.get_by_role("button", name="Go on answering")).to_be_focused()
