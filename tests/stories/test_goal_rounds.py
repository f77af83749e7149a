"""Three rounds are three, however often a proposal lapses in between; an objection stays until it is taken back."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.test_goal import GOAL, HARM, VOICES, asked

SCRAP = {"reason": "Scrap is not in it.", "fix": "Add scrap.", **HARM}


async def lapsed_after_two(bot: Chat) -> None:
    """Quality objects in the first round; in the second too few say anything, and Ewa sends it again."""
    await asked(bot)
    await bot.press("piotr", "Object")
    await bot.fill("piotr", SCRAP)
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    await bot.press("ewa", "Reword")
    await bot.fill("ewa", {**GOAL, "business": "OEE of line 3 is 66 %, another wording."})
    await bot.wait(days=10)
    assert "Too few functions answered in time." in await bot.sees("maria", "line3")
    await bot.press("ewa", "Send to all functions")


async def test_d3_a_proposal_that_is_sent_again_has_the_rounds_that_are_left_and_keeps_objections(bot: Chat) -> None:
    await lapsed_after_two(bot)
    card = await bot.sees("maria")
    assert "Scrap is not in it." in card[card.rindex("Is anything unclear or missing?") :]
    for person in VOICES:
        await bot.press(person, "It makes sense")
    await bot.press("piotr", "Object")
    await bot.fill("piotr", SCRAP)
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    assert "Three rounds did not settle this" in await bot.sees("maria", "line3")
    assert "1 contradiction waits for you" in await bot.sees("ewa")


async def test_d3_a_third_round_in_which_too_few_speak_goes_up_the_ladder_with_what_was_said_before(bot: Chat) -> None:
    await lapsed_after_two(bot)
    for person in VOICES:
        await bot.press(person, "It makes sense")
    await bot.wait(days=8)
    await bot.say("ewa", "/align contradictions", "line3")
    card = await bot.press("ewa", "Show")
    assert "Three rounds did not settle it; objection from Quality." in card
    assert "Scrap is not in it." in card


async def test_d3_silence_takes_no_objection_back_and_the_same_words_are_no_new_round(bot: Chat) -> None:
    await asked(bot)
    await bot.press("piotr", "Object")
    await bot.fill("piotr", SCRAP)
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    await bot.press("ewa", "Reword")
    same = await bot.fill("ewa", GOAL)
    assert "The words are the same, so no new round was begun." in same.text
    await bot.press("ewa", "Reword")
    await bot.fill("ewa", {**GOAL, "business": "OEE of line 3 is 66 %, another wording."})
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    await bot.wait(days=5)
    card = await bot.sees("maria", "line3")
    assert "3 of 4 functions consent; an earlier objection stands: Quality" in card
    assert "Somebody objects." in card


async def test_d1_an_older_goal_that_is_agreed_later_takes_the_place_of_the_newer_one(bot: Chat) -> None:
    """It lapsed, another was agreed, and then it was sent again and agreed: the latest agreement counts everywhere."""
    await asked(bot)
    await bot.wait(days=14)
    assert "Too few functions answered in time." in await bot.sees("maria", "line3")
    older = await bot.find("ewa", "Send to all functions")
    await bot.say("ewa", "/align goal", "line3")
    await bot.fill("ewa", {**GOAL, "business": "OEE of line 3 is 66 %, the newer wording."})
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")
    assert "the newer wording" in await bot.say("ewa", "/charter", "line3")
    await bot.wait(hours=1)
    await bot.post("ewa", "press", {"command": older.command})
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")
    charter = await bot.say("ewa", "/charter", "line3")
    assert "the newer wording" not in charter
    assert str(GOAL["business"]) in charter
    assert "It holds no more: what was agreed later took its place." in await bot.sees("maria", "line3")
    assert "the newer wording" not in await bot.say("ewa", "/align goal", "line3")
