"""Three weeks of the sample project, act by act, as they look to those who live them.

`seat` is where one person after the other sits; `wall` is a second window in which Ewa, the facilitator, leaves the
channel open all the time.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.browser import answers
from tests.browser.answers import SAFETY, STATEMENT, STOP
from tests.browser.seat import CHANNEL, Filled, Seat

START = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
"""A Monday, four weeks before the kick-off."""
NO_VIEW = "No view / not my area"
DRAWN = "() => [...document.images].some((image) => image.alt && image.complete && image.naturalWidth > 600)"
QUESTION = "Cut the ERP interface or move the cut-over?"


async def everybody_is_asked(seat: Seat, wall: Seat) -> None:
    """Six representatives are asked, their deputies are not."""
    await wall.sit("ewa", CHANNEL)
    await wall.sees("0 of 6 functions are in")
    await seat.sit("jan")
    await expect(seat.lines).to_have_count(0)
    await seat.sit("maria")
    await seat.sees("You answer for Operations.", "Fri 15 Jan, 16:00")


async def maria_talks(seat: Seat, wall: Seat) -> None:
    """One question at a time: typed, pressed, refused once, changed once, sent."""
    await seat.press("Start (Operations)")
    await asked(seat, 1)
    await seat.say("No shift runs slower than before.")
    await asked(seat, 2)
    await seat.say("OEE line 3: from 61 to 66")
    await seat.sees("Missing: the day")
    await seat.say("OEE line 3: from 61 to 66 % by 2027-06-30, scope line 3")
    await asked(seat, 3)
    await seat.say("Any shift that has to fall back to paper for more than an hour.")
    await asked(seat, 4)
    await seat.say("safety > quality > scope > speed > cost")
    await asked(seat, 5)


async def maria_weighs_risks(seat: Seat, wall: Seat) -> None:
    """The grid takes one press per risk; what needs a limit, a condition or a reason is asked after it."""
    for risk, label in answers.OPERATIONS_RISKS.items():
        await seat.stance(risk, label)
    followed_up = (
        (f"{STOP} is acceptable up to a limit.", "4 h"),
        (f"{STOP} is acceptable on a condition.", "only on a Sunday night shift"),
        (f"{SAFETY} is not acceptable. Why not?", "Nobody gets hurt for a date"),
        (f"{SAFETY}: how would everybody notice", "any recordable incident"),
    )
    for question, answer in followed_up:
        await seat.sees(question)
        await seat.say(answer)
    await asked(seat, 6)
    await seat.press("We need nothing special")
    await asked(seat, 7)
    await seat.say("Shift handover without the old board; not acceptable; why: that is where we lose things")
    await seat.sees("Noted as number 1: Shift handover without the old board")
    await seat.press("That is all")
    await asked(seat, 8)
    await seat.say("2027-05-01 to 2027-05-31, seasonal peak")
    await seat.sees("Noted as number 1: 2027-05-01 to 2027-05-31")
    await seat.press("That is all")


async def maria_sends(seat: Seat, wall: Seat) -> None:
    """The rest by buttons; the first answer is put better; the channel counts."""
    await asked(seat, 9)
    await seat.press(f"{NO_VIEW} (Who should decide)")
    await asked(seat, 10)
    await seat.press("Date of the cut-over")
    await seat.button("✓ Date of the cut-over (press again to take it back)").wait_for()
    await seat.press("That is all")
    await asked(seat, 11)
    await seat.press("Every day (How often you want to hear)")
    for number, title in (
        (12, "In which form"),
        (13, "What it should say"),
        (14, "What you must hear at once"),
        (15, "The proof you need"),
    ):
        await asked(seat, number)
        await seat.press(f"{NO_VIEW} ({title})")
    await seat.sees("15 of 15 questions answered.")
    await seat.press(f"Change ({STATEMENT})")
    await seat.sees("Your answer so far:")
    await seat.say("No shift runs slower than before, and none goes back to paper.")
    await seat.sees("was: No shift runs slower than before.")
    await seat.press("Send my answers (Operations)")
    await seat.sees("Thank you, the answers of Operations are in.")
    await wall.sees("1 of 6 functions is in")


async def asked(seat: Seat, number: int) -> None:
    """The question of that number is on the screen."""
    await seat.sees(f"question {number} of 15")


async def three_fill_in_the_form(seat: Seat, wall: Seat) -> None:
    """Hanna forgets what is needed and is told at the field; Adam and Paweł do not."""
    await seat.sit("hanna")
    await seat.press("Open as a form (Quality)")
    await seat.dialog.get_by_role("button", name="Send my answers").click()
    await expect(seat.dialog.get_by_text("Please answer this one")).to_be_visible()
    await seat.fill(answers.QUALITY)
    await seat.submit("Send my answers")
    await seat.sees("Thank you, the answers of Quality are in.")
    await by_form(seat, "adam", "Leadership", answers.LEADERSHIP)
    await by_form(seat, "pawel", "Maintenance", answers.MAINTENANCE)
    await wall.sees("4 of 6 functions are in; waiting for IT (Tomasz Zieliński) and Finance (Katarzyna Bielska)")


async def by_form(seat: Seat, person: str, function: str, filled: Filled) -> None:
    """Somebody answers all at once."""
    await seat.sit(person)
    await seat.press(f"Open as a form ({function})")
    await seat.fill(filled)
    await seat.submit("Send my answers")
    await seat.sees(f"{function} has answered")


async def tomasz_hands_over(seat: Seat, wall: Seat) -> None:
    """Tomasz asks Anita, who accepts and answers for IT."""
    await seat.sit("tomasz")
    await seat.press("Ask somebody else (IT)")
    asks = Filled({"A word to them": "You built the interfaces."}, picked={"Who should answer for IT?": "Anita Becker"})
    await seat.fill(asks)
    await seat.submit("Ask")
    await seat.sees("I have asked @Anita Becker.")
    await seat.sit("anita")
    await seat.sees("@Tomasz Zieliński asks you to answer for IT", "You built the interfaces.")
    await seat.press("I take it over (IT)")
    await seat.sees("you answer for IT now")
    await by_form(seat, "anita", "IT", answers.IT)
    await seat.sit("tomasz")
    await seat.sees("@Anita Becker has taken over the answers for IT")
    await wall.sees("5 of 6 functions are in; waiting for Finance (Katarzyna Bielska)")


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


async def the_thread_quotes_both_sides(seat: Seat, wall: Seat) -> None:
    """Under the summary, every contradiction stands with the words of those who contradict."""
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
    await digest.get_by_role("link", name="reply").click()
    thread = wall.page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text(f"D-1 {QUESTION}: Move the cut-over by two weeks. Decided by @Anita Becker")
    await expect(thread).to_contain_text("Kick-off: Mon 1 Feb")
    await wall.page.keyboard.press("Escape")
    await seat.sit("tomasz")
    await expect(seat.lines.filter(has_text="D-1")).to_have_count(0)
    await seat.skip_to("Digest", "Mon 1 Feb 2027, 09:00")
    await seat.sees("@Anita Becker, on behalf of @Tomasz Zieliński, decided")


ACTS = (
    everybody_is_asked,
    maria_talks,
    maria_weighs_risks,
    maria_sends,
    three_fill_in_the_form,
    tomasz_hands_over,
    katarzyna_is_reminded,
    adam_goes_on_without,
    the_thread_quotes_both_sides,
    katarzyna_answers_late,
    tomasz_goes_away,
    adam_escalates,
    anita_decides,
    the_log_remembers,
    the_digest_tells_it,
)
