"""On its day a minority view is looked at, whatever else is on that day."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_goal import GOAL, VOICES

SOON = {**GOAL, "business": "OEE of line 3 rises to 66 % by 2026-12-08.", "by": "2026-12-08"}
DOUBT = {"reason": "The date is bold.", "prediction": "OEE stays below 64 %.", "check_on": "2026-12-01"}


async def doubted(bot: Chat, goal: dict[str, str]) -> None:
    """Agreed, with a reservation of Quality that is to be looked at on 1 December."""
    await bot.say("ewa", "/align goal", "line3")
    await bot.fill("ewa", goal)
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    await bot.wait(hours=15)  # in Sydney the day is over, and nobody is asked before the morning
    await bot.press("piotr", "With a reservation")
    await bot.fill("piotr", DOUBT)
    for person in VOICES:
        if person != "piotr":
            await bot.press(person, "Consent")


async def test_o19_a_view_is_looked_at_on_the_day_on_which_the_goal_is_reviewed(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await doubted(bot, SOON)
    await bot.wait(days=9)
    assert "Keep, change or drop it?" in await bot.sees("adam")
    assert "whether this came true" in await bot.sees("piotr")
    assert "Kept with" in await bot.press("piotr", "It did not")


async def test_o19_a_view_is_looked_at_in_a_zone_in_which_the_day_begins_before_that_of_utc(bot: Chat) -> None:
    await load(bot, PROJECT.replace("Europe/Warsaw", "Australia/Sydney"), start=False)
    await doubted(bot, GOAL)
    await bot.wait(days=9)
    assert "whether this came true" in await bot.sees("piotr")
