"""A word that was given to earlier answers, and who is asked at once when it opens with who decides."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import load
from tests.stories.test_goal import GOAL, HARM
from tests.stories.test_ladder import DECIDES, NO_FACILITATOR
from tests.stories.test_ladder_holds import FIRST, VETO, with_the_decider
from tests.stories.test_red_lines import LINE, VOICES


async def changes(bot: Chat, person: str, decider: str) -> None:
    """Somebody names another person to decide speed against scope."""
    await bot.press(person, "Open as form")
    done = await bot.fill(person, {"outcome.statement": f"{person} is content", DECIDES: decider})
    assert not done.problems, done.problems


async def test_e4_a_word_on_answers_that_have_changed_does_not_count_and_is_asked_anew(bot: Chat) -> None:
    await with_the_decider(bot)
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", VETO)
    await bot.press("ben", "Agree")
    await bot.press("maria", "Decide")
    await changes(bot, "ben", "piotr")
    stale = await bot.fill("maria", FIRST)
    assert "The answers that C-1 is about have changed since you opened this" in stale.text
    for person, what in (("piotr", "Quality"), ("ben", "IT")):
        seen = await bot.sees(person)
        assert f"C-1: the answers that it is about have changed, so your word for {what} is asked anew" in seen
        assert "What was said for it before does not count any more." in seen
    await bot.say("maria", "/align contradictions", "line3")
    assert "since the answers that it is about have changed" in await bot.press("maria", "Show")
    await bot.press("maria", "Decide")
    assert "Nothing is decided yet: Quality must agree." in (await bot.fill("maria", FIRST)).text
    for person in ("piotr", "ben"):
        await bot.press(person, "Agree")
    assert "it was decided" in (await bot.fill("maria", FIRST)).text


async def test_e4_a_word_pressed_on_a_notice_from_before_the_answers_changed_does_not_count(bot: Chat) -> None:
    await with_the_decider(bot)
    agree, veto = await bot.find("piotr", "Agree"), await bot.find("piotr", "Veto")
    await bot.press("ben", "Veto")
    await changes(bot, "adam", "piotr")
    for stale in (agree, veto):
        refused = await bot.post("piotr", "press", {"command": stale.command})
        assert "C-1 was asked anew at" in refused.text, refused.text
        assert "The notice in your messages says what it is about now" in refused.text
    await bot.press("piotr", "Agree")
    assert "C-1 was asked anew at" in (await bot.fill("ben", {**VETO, "domain": "IT"})).text
    await bot.press("maria", "Decide")
    waits = (await bot.fill("maria", FIRST)).text
    assert "Nothing is decided yet: IT must agree." in waits, "the veto on earlier answers was not kept"


async def consents(bot: Chat, *people: str) -> None:
    for person in people:
        await bot.press(person, "Consent")


async def test_f15_what_opens_with_who_decides_asks_the_owner_of_a_red_line_at_once(bot: Chat) -> None:
    await load(bot, NO_FACILITATOR, start=False)
    await bot.say("adam", "/align red lines", "line3")
    await bot.press("adam", "Propose another red line")
    await bot.fill("adam", {**LINE, "trips": "scrap"})
    await bot.press("adam", "Send to all functions")
    await bot.press("adam", "Ask for consent now")
    await consents(bot, *VOICES)
    await bot.say("adam", "/align goal", "line3")
    await bot.fill("adam", GOAL)
    await bot.press("adam", "Send to all functions")
    await bot.press("adam", "Ask for consent now")
    for number in range(3):
        await bot.press("ben", "Object")
        await bot.fill("ben", {"reason": "Scrap is not in it.", "fix": "Add scrap.", **HARM})
        await consents(bot, "adam", "maria", "piotr")
        if number < 2:
            await bot.press("adam", "Reword")
            await bot.fill("adam", {**GOAL, "business": f"OEE of line 3 is 66 %, wording {number}."})
    assert "Hold: C-1" in await bot.sees("piotr"), "asked when it opens, not when somebody is about to decide"
    await bot.press("piotr", "Go ahead")
    await bot.press("adam", "Show")
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", FIRST)).text
