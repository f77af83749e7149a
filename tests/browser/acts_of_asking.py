"""The first day: six functions are asked; one talks, three fill in the form, one hands over."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser import answers
from tests.browser.answers import SAFETY, STATEMENT, STOP
from tests.browser.seat import CHANNEL, Filled, Seat

NO_VIEW = "No view / not my area"


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
    await seat.press("Start or continue (Operations)")
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
