"""The weeks after: one function is late, the summary appears, a decision is needed, made and told."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser import answers
from tests.browser.seat import CHANNEL, Filled, Seat

DRAWN = "() => [...document.images].some((image) => image.alt && image.complete && image.naturalWidth > 600)"
QUESTION = "Cut the ERP interface or move the cut-over?"


async def katarzyna_is_reminded(seat: Seat, wall: Seat) -> None:
    """Four reminders in her own working hours; then her deputy in Chennai is told, in hers."""
    await seat.sit("katarzyna")
    nudge = "None of the 15 questions is answered yet"
    for count, moment in enumerate(
        ("Wed 13 Jan 2027, 08:00", "Fri 15 Jan 2027, 08:00", "Fri 15 Jan 2027, 12:00", "Mon 18 Jan 2027, 08:00"), 1
    ):
        await seat.skip_to("Reminder about Finance", moment)
        await expect(seat.lines.filter(has_text=nudge)).to_have_count(count)
        await expect(seat.line(nudge).get_by_role("time").first).to_have_text(moment[-5:])
    await seat.sees("were due Fri 15 Jan, 16:00")
    await seat.sit("priya")
    await expect(seat.lines).to_have_count(0)
    await seat.skip_to("Reminder about Finance", "Mon 18 Jan 2027, 16:30")
    await seat.sees("You speak for Finance too.")
    await wall.sees("was due Fri 15 Jan, 16:00")


async def adam_goes_on_without(seat: Seat, wall: Seat) -> None:
    """The sponsor has to choose, and does; the summary appears, with a picture that loads."""
    await seat.sit("adam")
    await seat.skip_to("Reminder about Finance", "Tue 19 Jan 2027, 11:30")
    await seat.sees("Please choose: wait, name a stand-in, or go on without Finance.")
    await seat.press("Go on without (Finance)")
    await seat.dialog.get_by_role("button", name="Go on without").click()
    await seat.sees("@Adam Wolski decided on Tue 19 Jan, 11:30 to go on without it.")
    await wall.sees("Alignment of Line 3 MES roll-out")
    summary = wall.line("Alignment of Line 3 MES roll-out")
    await expect(summary).to_contain_text("5 of 6 functions; not yet: Finance")
    picture = summary.get_by_role("img")
    await expect(picture).to_have_attribute("alt", re.compile("Finance: gap on outcome"))
    await wall.page.wait_for_function(DRAWN)


async def the_thread_quotes_nobody_yet(seat: Seat, wall: Seat) -> None:
    """Under the summary, every contradiction stands with its subject and its functions: they clear it first."""
    await wall.line("Alignment of Line 3 MES roll-out").get_by_role("link", name="replies").click()
    thread = wall.page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("being cleared between them in private until Thu 21 Jan")
    await expect(thread).not_to_contain_text("A batch without its record cannot be released")
    await expect(thread).not_to_contain_text("orders can be typed in again")
    await wall.page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def the_thread_quotes_both_sides(seat: Seat, wall: Seat) -> None:
    """Two working days later what nobody cleared is opened: the same messages have the words of both sides."""
    await seat.skip("+1 day", "Thu 21 Jan 2027, 12:30")
    await wall.line("Alignment of Line 3 MES roll-out").get_by_role("link", name="replies").click()
    thread = wall.page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("A batch without its record cannot be released")
    await expect(thread).to_contain_text("orders can be typed in again")
    await expect(thread).to_contain_text("What happens next")
    await wall.page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def katarzyna_answers_late(seat: Seat, wall: Seat) -> None:
    """The one summary that there is changes where it stands."""
    await seat.sit("katarzyna")
    await seat.skip("+1 h", "Tue 19 Jan 2027, 12:30")
    await seat.press("Open as a form (Finance)")
    await seat.fill(answers.FINANCE)
    await seat.submit("Send my answers")
    await seat.sees("Finance has answered")
    await wall.sees("All 6 functions are in.")
    summary = wall.lines.filter(has_text="Alignment of Line 3 MES roll-out")
    await expect(summary).to_have_count(1)
    await expect(summary).to_contain_text("Answered6 of 6 functions")
    await expect(summary).to_contain_text("(edited)")
    await expect(summary.get_by_role("img")).to_have_attribute("alt", re.compile("Finance: contradiction on"))


async def tomasz_goes_away(seat: Seat, wall: Seat) -> None:
    """The decider of speed against scope will not be there."""
    await seat.sit("tomasz")
    await seat.say("/align away 20 Jan to 29 Jan")
    await seat.sees("You are away from Wed 20 Jan to Fri 29 Jan")


async def adam_escalates(seat: Seat, wall: Seat) -> None:
    """By keyboard up to the form; then who decides, and why, before anything is sent."""
    await seat.sit("adam", CHANNEL)
    await seat.skip("+1 day", "Wed 20 Jan 2027, 12:30")
    await seat.composer.focus()
    await seat.page.keyboard.type("/esc")
    await seat.page.keyboard.press("Tab")
    await seat.page.keyboard.type(QUESTION)
    await seat.page.keyboard.press("Enter")
    await expect(seat.dialog.get_by_label("Which decision is needed?")).to_have_value(QUESTION)
    await seat.fill(
        Filled(
            {
                "Option A": "Cut the ERP interface",
                "Option B": "Move the cut-over by two weeks",
                "What happens if nobody decides?": "The supplier's team leaves for another plant.",
                "Decision needed by: day": "2027-01-28",
                "Decision needed by: time": "12:00",
            },
            picked={"What pulls apart?": "Speed against scope"},
        )
    )
    await seat.submit("Show who decides")
    await seat.sees(
        "This goes to @Anita Becker. Nothing is sent yet.",
        "the decider, @Tomasz Zieliński, is away through Fri 29 Jan, so it goes to the deputy, @Anita Becker.",
    )
    await expect(wall.lines.filter(has_text=QUESTION)).to_have_count(0)
    await seat.press("Send to Anita")
    await seat.sees("E-1 is with")
    await wall.sees(QUESTION)


async def anita_decides(seat: Seat, wall: Seat) -> None:
    """The deputy is asked in Berlin, at once, and decides with a reason; nobody can press anything afterwards."""
    await seat.sit("anita")
    await seat.sees("@Anita Becker, the deputy, for @Tomasz Zieliński, is asked to decide by")
    card = seat.line("E-1 · Decision needed")
    await expect(card.get_by_role("button")).not_to_have_count(0)
    await seat.press(f"Decide (E-1 “{QUESTION}”)")
    await seat.fill(
        Filled(
            {"Why?": "Without the interface the shifts type every order twice.", "Conditions": "In writing by Friday."},
            {"Decision": "B: Move the cut-over by two weeks"},
        )
    )
    await seat.submit("Record it")
    await seat.sees("Recorded as D-1.")
    await expect(seat.line("E-1 · Decided").get_by_role("button")).to_have_count(0)
    await wall.sees("@Anita Becker, on behalf of @Tomasz Zieliński, decided: Move the cut-over by two weeks.")
    await wall.sees("E-1 · Decided")


async def the_log_remembers(seat: Seat, wall: Seat) -> None:
    """An observer looks the decision up."""
    await seat.sit("piotr", CHANNEL)
    await seat.say("/decisions ERP")
    await seat.sees("D-1", "decided: Move the cut-over by two weeks")


async def the_digest_tells_it(seat: Seat, wall: Seat) -> None:
    """On Monday at nine, in the channel; the details hang under it. Tomasz reads it all when he is back."""
    await seat.skip_to("Digest", "Mon 25 Jan 2027, 09:00")
    await wall.sees("1 decision made")
    digest = wall.line("1 decision made")
    await expect(digest.get_by_role("time").first).to_have_text("09:00")
    thread = await wall.opens_thread(digest.get_by_role("link", name="reply"))
    await expect(thread).to_contain_text(f"D-1 {QUESTION}: Move the cut-over by two weeks. Decided by @Anita Becker")
    await expect(thread).to_contain_text("Kick-off: Mon 1 Feb")
    await wall.page.keyboard.press("Escape")
    await seat.sit("tomasz")
    await expect(seat.lines.filter(has_text="D-1")).to_have_count(0)
    await seat.skip_to("Digest", "Mon 1 Feb 2027, 09:00")
    await seat.sees("@Anita Becker, on behalf of @Tomasz Zieliński, decided")
