"""The workspace in a real browser: everything by keyboard, everything kept, nothing lost."""

from __future__ import annotations

from playwright.async_api import Page, expect

from flows.messages import Message, ToChannel, ToPerson
from tests.adapters.web.small_commands import Stand
from tests.adapters.web.small_messages import grid
from tests.browser.workspace import on_screen


async def test_a_risk_grid_takes_one_press_per_risk_and_keeps_place_and_focus(page: Page) -> None:
    async with on_screen(page) as screen:
        scroller = page.get_by_role("region", name="Messages")
        button = page.get_by_role("group", name="Production stop").get_by_role("button", name="Not acceptable")
        await button.focus()
        before = await scroller.evaluate("(element) => element.scrollTop")
        await page.keyboard.press("Enter")
        chosen = page.get_by_role("group", name="Production stop").locator("[aria-pressed=true]")
        await expect(chosen).to_have_text("Not acceptable (Production stop)")
        await expect(chosen).to_be_focused()
        assert abs(await scroller.evaluate("(element) => element.scrollTop") - before) < 2
        sign = await chosen.evaluate("(element) => getComputedStyle(element, '::before').content")
        assert "✓" in sign
        assert screen.small.engine.asked[0][1] == Stand("Production stop", "Not acceptable")


async def test_fast_presses_are_all_carried_out_in_their_order(page: Page) -> None:
    async with on_screen(page) as screen:
        names = ("Production stop", "Audit finding", "Manual double work", "Loss of recorded data")
        await page.evaluate(
            """(names) => names.forEach((name) => [...document.querySelectorAll("[role=group]")]
                .find((row) => row.textContent.includes(name)).querySelector("button").click())""",
            list(names),
        )
        await expect(page.locator("[aria-pressed=true]")).to_have_count(4)
        assert [command for _, command, _ in screen.small.engine.asked] == [Stand(name, "Acceptable") for name in names]


async def test_slash_commands_complete_by_keyboard(page: Page) -> None:
    async with on_screen(page):
        composer = page.get_by_label("Message to Accord")
        await expect(composer).to_be_focused()
        await page.keyboard.type("/")
        options = page.get_by_role("option")
        await expect(options).to_have_count(6)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowUp")
        active = await composer.get_attribute("aria-activedescendant")
        await expect(page.locator(f"#{active}")).to_contain_text("/decisions")
        await page.keyboard.press("Escape")
        await expect(options).to_have_count(0)
        await page.keyboard.type("esc")
        await page.keyboard.press("Tab")
        await expect(composer).to_have_value("/escalate ")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog", name="Escalate a tradeoff")).to_be_visible()
        await expect(composer).to_have_value("")


async def test_a_command_that_is_typed_whole_is_sent_and_not_completed_to_a_longer_one(page: Page) -> None:
    async with on_screen(page):
        await page.keyboard.type("/decisions")
        await expect(page.get_by_role("option")).to_have_count(2)
        await page.keyboard.press("Enter")
        await expect(page.locator("#lines > .ephemeral")).to_contain_text("I do not know /decisions.")


async def test_a_typed_line_appears_at_once_and_its_answer_only_here(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.keyboard.type("We lose two hours a week.")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("Every week.")
        await page.keyboard.press("Enter")
        own = page.locator("#lines > .mine")
        await expect(own).to_contain_text("We lose two hours a week.\nEvery week.", use_inner_text=True)
        await expect(page.locator("#lines > .ephemeral")).to_contain_text("Only visible to you")
        await expect(page.get_by_label("Message to Accord")).to_have_value("")
        await screen.open("/local/maria/dm")
        await expect(page.locator("#lines > .mine")).to_have_count(1)
        await expect(page.locator("#lines > .ephemeral")).to_have_count(0)


async def test_buttons_of_a_private_answer_are_answered_below_it_or_in_its_place(page: Page) -> None:
    async with on_screen(page):
        private = page.locator("#lines > .ephemeral")
        await page.get_by_label("Message to Accord").fill("preview")
        await page.get_by_label("Message to Accord").press("Enter")
        await private.get_by_role("button", name="Look").click()
        await expect(private).to_have_count(2)
        await expect(private.last).to_contain_text("“Launch date” is yours.")
        await private.get_by_role("button", name="Look").click()
        await expect(private).to_have_count(2)
        await private.get_by_role("button", name="Send it").click()
        await expect(private).to_have_count(1)
        await expect(private).to_contain_text("Passed on to adam.")


async def test_a_form_opened_from_a_private_answer_is_answered_in_its_place(page: Page) -> None:
    async with on_screen(page):
        private = page.locator("#lines > .ephemeral")
        await page.get_by_label("Message to Accord").fill("preview")
        await page.get_by_label("Message to Accord").press("Enter")
        await private.get_by_role("button", name="Change").click()
        dialog = page.get_by_role("dialog", name="Escalate a tradeoff")
        await dialog.get_by_label("Decision needed").fill("Cut or move?")
        await dialog.get_by_label("Deadline").fill("2027-01-20")
        await dialog.get_by_role("button", name="Escalate").click()
        await expect(private).to_have_count(1)
        await expect(private).to_be_focused()
        await expect(private).to_contain_text("Sent to @Maria Nowak")


async def test_a_refused_command_stays_to_be_corrected(page: Page) -> None:
    async with on_screen(page):
        await page.keyboard.type("/allign status")
        await page.keyboard.press("Enter")
        await expect(page.locator("#lines > .refusal")).to_contain_text("I do not know /allign.")
        await expect(page.get_by_label("Message to Accord")).to_have_value("/allign status")
        await expect(page.get_by_label("Message to Accord")).to_be_focused()
        await page.get_by_role("button", name="Dismiss").click()
        await expect(page.locator("#lines > .refusal")).to_have_count(0)


async def test_a_form_shows_problems_at_the_fields_and_keeps_what_was_typed(page: Page) -> None:
    async with on_screen(page) as screen:
        opener = page.get_by_role("button", name="Answer as a form")
        await opener.focus()
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Escalate a tradeoff")
        await expect(dialog.get_by_label("Decision needed")).to_be_focused()
        await dialog.get_by_label("Options").fill("Cut\nMove")
        await dialog.get_by_label("Deadline").fill("2027-01-04")
        await dialog.get_by_label("Cost and quality").check()
        told, readers = (
            dialog.get_by_role("group", name=name).get_by_label("Ewa Zielińska")
            for name in ("Who should hear of it?", "Readers")
        )
        await told.check()
        await readers.check()
        await dialog.get_by_role("button", name="Escalate").press("Enter")
        topic = dialog.get_by_label("Decision needed")
        await expect(topic).to_be_focused()
        await expect(topic).to_have_attribute("aria-invalid", "true")
        described = (await topic.get_attribute("aria-describedby") or "").split()
        await expect(page.locator(f"#{described[-1]}")).to_have_text("Say in one sentence what has to be decided.")
        await expect(dialog.get_by_text("The deadline must lie ahead")).to_be_visible()
        await expect(dialog.get_by_label("Options")).to_have_value("Cut\nMove")
        await expect(told).to_be_checked()
        await expect(readers).to_be_checked()
        await topic.fill("Cut or move?")
        await dialog.get_by_label("Deadline").fill("2027-01-20")
        await page.keyboard.press("Enter")
        await expect(dialog).to_be_hidden()
        await expect(page.locator("#lines > .ephemeral")).to_contain_text("Sent to @Maria Nowak")
        await expect(opener).to_be_focused()
        assert len(screen.small.engine.asked) == 3


async def test_a_form_holds_focus_and_asks_before_typed_words_are_thrown_away(page: Page) -> None:
    async with on_screen(page):
        await page.get_by_role("button", name="Answer as a form").click()
        dialog = page.get_by_role("dialog", name="Escalate a tradeoff")
        await expect(dialog).to_be_visible()
        for _ in range(30):
            await page.keyboard.press("Tab")
            assert await page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        await dialog.get_by_label("Decision needed").fill("Half a thought")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Cancel").last.click()
        for _ in range(4):
            await page.keyboard.press("Escape")
        await expect(dialog.get_by_label("Decision needed")).to_have_value("Half a thought")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Close it").click()
        await expect(dialog).to_be_hidden()


async def test_who_changes_their_mind_quicker_than_the_page_tells_it_still_closes_the_form(page: Page) -> None:
    async with on_screen(page):
        await page.get_by_role("button", name="Answer as a form").click()
        dialog = page.get_by_role("dialog", name="Escalate a tradeoff")
        await dialog.get_by_label("Decision needed").fill("Half a thought")
        await page.keyboard.press("Escape")
        await page.evaluate(
            "document.querySelector('#confirm').close();"
            "document.querySelector('#dialog').dispatchEvent(new Event('cancel', {cancelable: true}))"
        )
        await page.get_by_role("button", name="Close it").click()
        await expect(dialog).to_be_hidden()


async def test_a_form_tells_what_is_too_long_before_it_is_sent(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.get_by_role("button", name="Answer as a form").click()
        await expect(page.get_by_role("dialog", name="Escalate a tradeoff")).to_be_visible()
        asked = len(screen.small.engine.asked)
        await page.get_by_label("Decision needed").fill("x" * 203)
        await page.get_by_role("button", name="Escalate").click()
        await expect(page.get_by_text("This is 3 characters too long; at most 200 fit here.")).to_be_visible()
        assert len(screen.small.engine.asked) == asked


async def test_a_button_that_asks_first_does_nothing_when_the_answer_is_no(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.get_by_role("button", name="Decline").click()
        await expect(page.get_by_text("Say no to deciding this?")).to_be_visible()
        await page.keyboard.press("Escape")
        assert screen.small.engine.asked == []
        await page.get_by_role("button", name="Decline").click()
        await page.get_by_role("dialog").get_by_role("button", name="Decline").click()
        await expect(page.locator("#lines > .ephemeral")).to_be_visible()
        assert len(screen.small.engine.asked) == 1


async def test_a_menu_opens_and_chooses_by_keyboard(page: Page) -> None:
    async with on_screen(page) as screen:
        await page.get_by_text("Delegate to …").focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("button", name="Maria Nowak", exact=True)).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_text("Delegate to …")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.locator("#lines > .ephemeral")).to_contain_text("Passed on to adam.")
        assert len(screen.small.engine.asked) == 1


async def test_a_thread_opens_beside_the_channel_and_closes_where_one_was(page: Page) -> None:
    async with on_screen(page, "/local/maria/c/line3-mes") as screen:
        link = page.get_by_role("link", name="1 reply")
        await link.focus()
        await page.keyboard.press("Enter")
        pane = page.get_by_role("complementary", name="Thread")
        await expect(pane.get_by_text("Details: outcome.")).to_be_visible()
        await expect(pane.get_by_label("Reply in the thread")).to_be_focused()
        await page.keyboard.type("Thank you.")
        await page.keyboard.press("Enter")
        await expect(pane.locator(".mine")).to_contain_text("Thank you.")
        await expect(page.get_by_role("link", name="2 replies")).to_be_visible()
        await screen.small.post("summary/2", ToChannel("line3-mes"), Message("More details."), thread="summary")
        await expect(pane.get_by_text("More details.")).to_be_visible()
        await expect(page.locator("#lines").get_by_text("More details.")).to_have_count(0)
        await page.keyboard.press("Escape")
        await expect(pane).to_be_hidden()
        await expect(page.get_by_role("link", name="3 replies")).to_be_focused()
        await page.go_back()
        await expect(page.get_by_role("complementary", name="Thread").get_by_text("More details.")).to_be_visible()


async def test_the_clock_bar_skips_and_the_page_shows_what_came_of_it(page: Page) -> None:
    async with on_screen(page):
        await expect(page.locator("#clock-now")).to_have_text("Tue 12 Jan 2027, 11:00")
        await page.get_by_role("button", name="Skip to Answers due").click()
        await expect(page.locator("#clock-now")).to_have_text("Fri 15 Jan 2027, 16:00")
        await expect(page.locator("#lines")).to_contain_text("This is a reminder, at Fri 15 Jan, 16:00.")
        await expect(page.get_by_role("button", name="Skip to Weekly digest")).to_be_visible()
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.locator("#clock-now")).to_have_text("Sat 16 Jan 2027, 16:00")
        await expect(page.locator("#announcements")).to_contain_text("It is now Sat 16 Jan 2027, 16:00.")
        await expect(page.locator("#lines .day").last).to_have_text("Today")
        await expect(page.locator("#lines .day", has_text="Today")).to_have_count(1)


async def test_two_people_side_by_side_stay_who_they_are(page: Page) -> None:
    async with on_screen(page) as screen:
        other = await page.context.new_page()
        await other.goto(screen.address + "/local/ben/dm")
        await page.get_by_role("button", name="Acceptable (Audit finding)", exact=True).click()
        await expect(page.locator("[aria-pressed=true]")).to_have_count(1)
        await other.get_by_role("button", name="Start").click()
        await expect(other.locator(".ephemeral")).to_be_visible()
        assert [actor.person_id for actor, _, _ in screen.small.engine.asked] == ["maria", "ben"]
        await other.close()


async def test_a_card_redrawn_under_an_open_menu_keeps_it_open(page: Page) -> None:
    async with on_screen(page) as screen:
        await screen.small.post("note", ToPerson("maria"), Message("Below the fold"))
        await page.get_by_role("button", name="Next question").focus()
        await screen.small.post("grid/maria", ToPerson("maria"), grid({"Audit finding": "No view"}))
        await expect(page.locator("[aria-pressed=true]")).to_have_count(1)
        await expect(page.get_by_role("button", name="Next question")).to_be_focused()
