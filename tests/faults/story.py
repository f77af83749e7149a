"""Three weeks of the sample project, as its people live them: asked, answered, late, escalated, decided, told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.faults.hands import Hands, Room, Values

WARSAW = ZoneInfo("Europe/Warsaw")
START = datetime(2027, 1, 4, 9, 0, tzinfo=WARSAW)
CHANNEL = Room("ewa", "line3-mes")
NO_VIEW = "No view / not my area"


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """A moment of the story. Each act begins in its own ten minutes, so that seconds lost by a restart change none."""
    return datetime(2027, month, day, hour, minute, tzinfo=WARSAW)


async def three_weeks(hands: Hands) -> None:
    """From the kick-off of the round to the first day of the project."""
    await answers_come_in(hands)
    await one_function_is_late(hands)
    await a_decision_is_needed(hands)
    await everybody_is_told(hands)


async def answers_come_in(hands: Hands) -> None:
    await hands.sees(CHANNEL, "0 of 6 functions are in")
    await hands.until(at(4, 9, 10))
    await by_form(
        hands, "hanna", "Every order can be traced, also during the change.", slip="no_view", paper="not_acceptable"
    )
    await hands.until(at(4, 9, 20))
    await in_conversation(hands)
    await hands.until(at(4, 9, 40))
    await by_form(
        hands, "adam", "All orders of line 3 run through the MES by June.", slip="not_acceptable", paper="acceptable"
    )
    await by_form(
        hands, "pawel", "Every stop of line 3 has a reason we can act on.", slip="acceptable", paper="acceptable_if"
    )
    await hands.until(at(4, 9, 50))
    await hands.press("tomasz", "Ask somebody else")
    await hands.fill("tomasz", {"to": "anita", "reason": "You built the interfaces."})
    await hands.press("anita", "I take it over")
    await hands.until(at(4, 10, 0))
    await by_form(
        hands, "anita", "The MES runs as designed and is monitored.", slip="acceptable_if", paper="acceptable"
    )
    await hands.sees(CHANNEL, "5 of 6 functions are in; waiting for Finance")


async def by_form(hands: Hands, person: str, statement: str, *, slip: str, paper: str) -> None:
    values: Values = {
        "outcome.statement": statement,
        "risks.stances:schedule_slip": slip,
        "risks.stances:manual_double_work": paper,
    }
    await hands.press(person, "Open as a form")
    await hands.fill(person, values)
    await hands.sees(Room(person), " has answered ")


async def in_conversation(hands: Hands) -> None:
    await hands.press("maria", "Start or continue")
    await asked(hands, 1)
    await hands.say("maria", "No shift runs slower than before.")
    await asked(hands, 2)
    assert "Missing" in await hands.say("maria", "OEE line 3: from 61 to 66")
    await hands.say("maria", "OEE line 3: 61 -> 66 % by 2027-06-30, scope line 3")
    await asked(hands, 3)
    await hands.press("maria", NO_VIEW)
    await asked(hands, 4)
    await hands.say("maria", "safety > quality > scope > speed > cost")
    await asked(hands, 5)
    await hands.press("maria", "Acceptable if …", row="Unplanned production stop")
    await hands.press("maria", "Acceptable", row="Slip of the schedule")
    await hands.press("maria", "Acceptable", row="Working on paper")
    await hands.press("maria", "Done with the list")
    await hands.sees(Room("maria"), "No answer yet on")
    await hands.press("maria", "Leave the rest open")
    await hands.sees(Room("maria"), "How much at most?")
    await hands.say("maria", "4 h")
    await hands.sees(Room("maria"), "on a condition. Which one?")
    await hands.say("maria", "only on a Sunday night shift")
    await asked(hands, 6)
    await hands.press("maria", "We need nothing special")
    for question in range(7, 16):
        await asked(hands, question)
        await hands.press("maria", NO_VIEW)
    await hands.press("maria", "Send my answers")
    await hands.sees(CHANNEL, "2 of 6 functions are in")


async def asked(hands: Hands, question: int) -> None:
    await hands.sees(Room("maria"), f"question {question} of 15")


async def one_function_is_late(hands: Hands) -> None:
    await hands.until(at(13, 8, 30))
    await hands.sees(Room("katarzyna"), "None of the 15 questions is answered yet")
    await hands.until(at(18, 9, 30))
    await hands.sees(CHANNEL, "1 overdue")
    await hands.until(at(18, 12, 30))
    await hands.sees(Room("priya"), "You speak for Finance too.")
    await hands.until(at(20, 9, 30))
    await hands.press("adam", "Go on without")
    await hands.sees(CHANNEL, "Alignment of Line 3 MES roll-out")
    await hands.until(at(20, 11, 0))
    await by_form(hands, "katarzyna", "The budget has held.", slip="no_view", paper="not_acceptable")
    await hands.sees(CHANNEL, "All 6 functions are in.")


async def a_decision_is_needed(hands: Hands) -> None:
    await hands.until(at(20, 11, 10))
    assert "You are away" in await hands.say("tomasz", "/align away 2027-01-21 to 2027-01-29")
    await hands.until(at(21, 9, 10))
    await hands.say("adam", "/escalate Cut the ERP interface or move the cut-over?", "line3-mes")
    shown = await hands.fill(
        "adam",
        {
            "question": "Cut the ERP interface or move the cut-over?",
            "tradeoff": "speed/scope",
            "option_a": "Cut the ERP interface",
            "option_b": "Move the cut-over by two weeks",
            "impact": "The supplier's team leaves for another plant.",
            "day": "2027-01-27",
            "time": "12:00",
            "urgency": "normal",
        },
    )
    assert "so it goes to the deputy, Anita Becker" in shown
    await hands.press("adam", "Send to Anita")
    await hands.sees(Room("anita"), "is asked to decide by")
    await hands.until(at(22, 10, 0))
    await hands.press("anita", "I'll take it")
    await hands.until(at(22, 10, 10))
    await hands.press("anita", "Decide")
    await hands.fill("anita", {"choice": "b", "rationale": "Without it the shifts type every order twice."})
    await hands.sees(CHANNEL, "D-1 · Speed against scope")


async def everybody_is_told(hands: Hands) -> None:
    await hands.until(at(25, 9, 30))
    await hands.sees(CHANNEL, "1 decision made")
    await hands.until(at(1, 9, 30, month=2))
    await hands.sees(Room("tomasz"), "on behalf of @Tomasz Zieliński")
    await hands.until(at(1, 9, 40, month=2))
