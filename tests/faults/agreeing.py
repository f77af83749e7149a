"""Three weeks of a plant that agrees on what it needs before it starts: each kind of record that comes of it."""

from __future__ import annotations

from tests.stories import test_charter, test_red_lines
from tests.stories.chat import MONDAY, Chat
from tests.stories.plant import fill
from tests.stories.test_contradictions import NEEDS, STOP
from tests.stories.test_drill import answered
from tests.stories.test_evidence import LINK, PROTOCOL, WITH_MILESTONE
from tests.stories.test_goal import VOICES
from tests.stories.test_live_drill import FORM

__all__ = ["MONDAY", "PROJECT", "weeks_of_agreeing"]
PROJECT = WITH_MILESTONE + test_charter.RIGHTS


async def weeks_of_agreeing(bot: Chat) -> None:
    """From the answers to the signed charter, and on until digests have told of it."""
    await fill(bot, "maria", {STOP: "not_acceptable", "evidence.needs": PROTOCOL})
    await fill(bot, "adam", {STOP: "acceptable"})
    for person in ("piotr", "ben"):
        await fill(bot, person, {STOP: "no_view"})
    await said_back(bot)
    await bot.press("ben", "I will give it")
    await bot.wait(days=1)
    await test_charter.agreed(bot)
    await bot.say("adam", "/align sponsor", "line3")
    await bot.press("adam", "I know this")
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    await bot.fill("ewa", test_red_lines.LINE)
    await test_red_lines.agreed(bot)
    await bot.say("ewa", "/align drill", "line3")
    for person in VOICES:
        await answered(bot, person, "maria")
    await bot.say("ewa", "/align drill live", "line3")
    await bot.fill("ewa", FORM)
    await bot.wait(minutes=12)
    await bot.press("maria", "Drill: it has reached me")
    await bot.wait(days=7)
    await bot.press("ben", "Give")
    await bot.fill("ben", {"link": LINK})
    await bot.press("maria", "Accept")
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    for person in VOICES:
        await bot.press(person, "Sign")
    await bot.wait(days=8)


async def said_back(bot: Chat) -> None:
    """Both sides of the contradiction know what the other needs, so that everybody may see it."""
    await bot.press("adam", "Show")
    await bot.press("adam", "Say it back")
    await bot.fill("adam", NEEDS)
    await bot.press("maria", "Show")
    await bot.press("maria", "Yes, that is it")
    await bot.press("maria", "Say it back")
    await bot.fill("maria", {"words": "That the date holds."})
    await bot.press("adam", "Show")
    await bot.press("adam", "Yes, that is it")
