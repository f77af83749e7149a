"""What was agreed is looked at again: its owner keeps it, or proposes to change or to drop it."""

from __future__ import annotations

from datetime import datetime

from tests.stories.chat import WARSAW, Chat
from tests.stories.plant import PROJECT, came, load
from tests.stories.test_goal import GOAL
from tests.stories.test_red_lines import LINE, with_red_line
from tests.stories.test_rights_register import RIGHTS, TO_PIOTR, agreed, changed

SOON = {
    **GOAL,
    "by": "2026-12-30",
    "business": "OEE of line 3 rises to 66 % by 2026-12-30, and we need no fourth line.",
}
ASKED = datetime(2026, 12, 23, 9, 0, 30, tzinfo=WARSAW)
"""A week before the day of that goal."""


async def with_goal(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align goal", "line3")
    assert (await bot.fill("ewa", SOON)).kind == "message"
    await agreed(bot)


async def test_d7_a_week_before_its_day_the_owner_is_asked_and_keeps_it(bot: Chat) -> None:
    await with_goal(bot)
    await bot.until(datetime(2026, 12, 22, 18, tzinfo=WARSAW))
    assert not await came(bot, "@adam", "/review/")
    await bot.until(ASKED)
    assert await came(bot, "@adam", "/review/") == ["Wed 23 09:00"]
    assert "Keep, change or drop it?" in await bot.say("adam", "/align")
    assert "keep, change or drop it by" in await bot.say("ewa", "/align status", "line3")
    keep = await bot.find("adam", "Keep")
    refused = await bot.post("ben", "press", {"command": keep.command})
    assert "Only Adam Wolski or Ewa Kot can say that it stays." in refused.text
    await bot.press("adam", "Keep")
    assert "more than a week ahead" in (await bot.fill("adam", {"day": "2026-12-25"})).problems["day"]
    assert "Kept until" in (await bot.fill("adam", {"day": "2027-02-10"})).text
    assert "keeps it as it is, until" in await bot.sees("adam")
    assert "Keep, change or drop it?" not in await bot.say("adam", "/align")
    again = await bot.post("ewa", "press", {"command": keep.command})
    assert "Adam Wolski keeps it until" in again.text
    await bot.until(datetime(2027, 2, 3, 9, 0, 30, tzinfo=WARSAW))
    assert len(await came(bot, "@adam", "/review/")) == 2, "and a week before the new day they are asked again"


async def test_d7_who_says_nothing_is_asked_once_more_on_the_day(bot: Chat) -> None:
    await with_goal(bot)
    await bot.until(datetime(2027, 1, 20, 12, tzinfo=WARSAW))
    assert await came(bot, "@adam", "/review/") == ["Wed 23 09:00", "Wed 30 09:00"]
    assert "keep, change or drop it by" in await bot.say("ewa", "/align status", "line3"), "it stays with its owner"


async def test_d7_dropping_it_asks_every_function(bot: Chat) -> None:
    await with_goal(bot)
    await bot.until(ASKED)
    drop = await bot.find("adam", "Drop")
    await bot.press("adam", "Drop")
    await bot.fill("adam", {"why": "The line is sold."})
    assert "Keep, change or drop it?" not in await bot.say("adam", "/align"), "it is being dropped"
    await bot.press("adam", "Send to all functions")
    await bot.press("adam", "Ask for consent now")
    for person in ("adam", "maria", "piotr", "ben"):
        await bot.press(person, "Consent")
    assert (
        "was agreed and dropped again by consent" in (await bot.post("adam", "press", {"command": drop.command})).text
    )
    await bot.until(datetime(2027, 1, 20, 12, tzinfo=WARSAW))
    assert len(await came(bot, "@adam", "/review/")) == 1


async def test_d7_changing_it_opens_the_form_of_what_it_is(bot: Chat) -> None:
    await with_goal(bot)
    await bot.until(ASKED)
    await bot.press("adam", "Change")
    assert (await bot.fill("adam", {**SOON, "operational": "OEE of line 3 is 66 % in every shift."})).kind == "message"
    assert "Keep, change or drop it?" not in await bot.say("adam", "/align")


async def test_d7_the_owner_of_a_red_line_and_a_decider_are_asked_after_half_a_year(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await with_red_line(bot)
    await load(bot, PROJECT + RIGHTS, start=False)
    await changed(bot, {**TO_PIOTR, "decider": ["ben"], "deputy": "maria"})
    await agreed(bot)
    await bot.until(datetime(2027, 5, 17, 12, tzinfo=WARSAW))
    assert await came(bot, "@piotr", "/review/") == ["Mon 17 09:00"]
    assert await came(bot, "@ben", "/review/") == ["Mon 17 09:00"]
    await bot.press("piotr", "Change")
    assert (await bot.fill("piotr", {**LINE, "text": "No order without its record"})).kind == "message"
    assert "Take away" not in await bot.sees("ben")
    await bot.press("ben", "Drop")
    assert "nobody is named" in await bot.sees("ben")
