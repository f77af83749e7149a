"""What both sides have agreed waits for those who have a word in it, just as a verdict does."""

from __future__ import annotations

import pytest

from flows.leaving import PersonLeft
from flows.resolving.records import Rung
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_contradictions import STOP
from tests.stories.test_ladder import DECIDES, next_level
from tests.stories.test_ladder_holds import FIRST, VETO, opened, with_a_red_line
from tests.stories.test_must_agree import RIGHT

THREAD = "round/line3/1/summary"
WITHOUT_TRAIL = "We stop one night and keep no audit trail."


async def both_agree(bot: Chat, one: str, other: str, words: str) -> str:
    """One suggests a condition, the other says yes; what that one is told."""
    await bot.say(one, "/align contradictions", "line3")
    await bot.press(one, "Show")
    await bot.press(one, "Suggest a condition")
    await bot.fill(one, {"words": words})
    await bot.say(other, "/align contradictions", "line3")
    await bot.press(other, "Show")
    return await bot.press(other, "Yes, that settles it")


async def test_f15_a_condition_that_touches_a_red_line_waits_for_its_owner(bot: Chat) -> None:
    await with_a_red_line(bot)
    told = await both_agree(bot, "maria", "adam", WITHOUT_TRAIL)
    assert (
        "Every function has said yes. It holds once Piotr Zima has spoken, since it touches the red line RL-1" in told
    )
    for who, where in (("piotr", None), ("olga", "line3")):
        assert "Hold: C-1" in await bot.sees(who, where)
    assert "a condition was agreed" not in await bot.sees("olga", "line3", thread=THREAD)
    await bot.press("piotr", "Go ahead")
    assert "C-1 is settled. This holds now: “We stop one night and keep no audit trail.”" in await bot.sees("maria")
    assert "a condition was agreed" in await bot.sees("olga", "line3", thread=THREAD)


async def test_f15_who_let_it_go_ahead_before_the_condition_was_suggested_is_asked_about_that(bot: Chat) -> None:
    await with_a_red_line(bot)
    await next_level(bot, "maria")
    await next_level(bot, "ewa")
    await opened(bot)
    await bot.press("adam", "Decide")
    await bot.fill("adam", {"choice": "other", "words": "We print the audit trail that night.", "why": "One night."})
    await bot.press("piotr", "Go ahead")
    await bot.wait(minutes=5)
    assert "It holds once Piotr Zima has spoken" in await both_agree(bot, "maria", "adam", WITHOUT_TRAIL)
    anew = "C-1: its sides have agreed on something that was not on the table then, so your word for the red line RL-1"
    assert anew in await bot.sees("piotr")
    assert "a condition was agreed" not in await bot.sees("olga", "line3", thread=THREAD)
    await bot.press("piotr", "Go ahead")
    assert "C-1 is settled. This holds now: “We stop one night and keep no audit trail.”" in await bot.sees("maria")


@pytest.mark.parametrize("left", ["before it is suggested", "while it waits"])
async def test_f36_a_condition_that_waits_for_a_function_that_nobody_speaks_for_goes_to_the_sponsor(
    bot: Chat, left: str
) -> None:
    await load(bot, PROJECT)
    await fill(bot, "ben", {STOP: "not_acceptable"})
    await fill(bot, "piotr", {STOP: "acceptable"})
    for person in ("adam", "maria"):
        await fill(bot, person, {STOP: "no_view"})
    await bot.wait(days=2, hours=1)
    if left == "before it is suggested":
        await bot.order(PersonLeft("piotr"))
    await bot.say("ben", "/align contradictions", "line3")
    await bot.press("ben", "Show")
    await bot.press("ben", "Suggest a condition")
    told = await bot.fill("ben", {"words": "Only on a Sunday night shift."})
    if left == "while it waits":
        await bot.order(PersonLeft("piotr"))
    else:
        assert "Adam" in told.text
    assert "contradiction waits for you" in await bot.sees("adam")
    (only,) = await bot.app.store.read("local", lambda records: records.contradictions.all())
    assert (only.rung, only.settled) == (Rung.SPONSOR, None)
    assert only.due_at is not None
    assert only.due_at > bot.now
    await bot.say("adam", "/align contradictions", "line3")
    await bot.press("adam", "Show")
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", FIRST)).text


async def test_f15_a_veto_takes_what_was_agreed_off_the_table(bot: Chat) -> None:
    await with_a_red_line(bot)
    await both_agree(bot, "maria", "adam", WITHOUT_TRAIL)
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", {"options": ["s1"], "reason": "Nothing can be released without it."})
    for who in ("maria", "adam"):
        assert "has a veto for the red line RL-1 of Quality on what you have agreed" in await bot.sees(who)
    told = await both_agree(bot, "adam", "maria", "We stop on a Sunday night.")
    assert "It holds once Piotr Zima lifts the veto for the red line RL-1" in told
    await bot.press("piotr", "Lift the veto")
    assert "This holds now: “We stop on a Sunday night.”" in await bot.sees("adam")


async def named_two(bot: Chat, silence: str) -> None:
    """Leadership and Operations name different people; Quality and IT must agree to speed against scope."""
    await load(bot, PROJECT + RIGHT.replace("SILENCE", silence))
    await fill(bot, "adam", {DECIDES: "maria"})
    await fill(bot, "maria", {DECIDES: "ben"})
    for person in ("ben", "piotr"):
        await fill(bot, person)
    await bot.wait(days=2, hours=1)


async def test_e4_a_condition_waits_for_every_function_that_must_agree(bot: Chat) -> None:
    await named_two(bot, "blocks")
    told = await both_agree(bot, "maria", "adam", "Maria until the cut-over, then Ben.")
    assert "It holds once Piotr Zima has spoken, since Quality must agree" in told
    for person in ("piotr", "ben"):
        assert "S1: “Under this condition: Maria until the cut-over, then Ben.”" in await bot.sees(person)
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", VETO)
    await bot.press("ben", "Agree")
    assert "This holds now: “Maria until the cut-over, then Ben.”" in await bot.sees("adam")


async def test_f19_silence_on_a_condition_means_what_was_agreed_with_the_right(bot: Chat) -> None:
    await named_two(bot, "proceeds")
    await both_agree(bot, "maria", "adam", "Maria until the cut-over, then Ben.")
    await bot.wait(days=2)
    assert "This holds now: “Maria until the cut-over, then Ben.”" in await bot.sees("adam")


async def test_f19_a_condition_on_which_somebody_is_silent_goes_up_and_is_one_of_the_options(bot: Chat) -> None:
    await named_two(bot, "goes_up")
    await both_agree(bot, "maria", "adam", "Maria until the cut-over, then Ben.")
    await bot.press("ben", "Agree")
    await bot.wait(days=2)
    assert "with Adam Wolski" in await bot.say("olga", "/align contradictions", "line3")
    await bot.say("adam", "/align contradictions", "line3")
    card = await bot.press("adam", "Show")
    assert "has not spoken in time, so it went up." in card
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", {"choice": "s1", "why": "Both want it."})).text


async def test_e4_a_side_that_has_said_yes_is_not_asked_again(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHT.replace("SILENCE", "blocks").replace("[quality, it]", "[quality]"))
    await fill(bot, "adam", {DECIDES: "maria"})
    await fill(bot, "piotr", {DECIDES: "piotr"})
    for person in ("ben", "maria"):
        await fill(bot, person)
    await bot.wait(days=2, hours=1)
    assert "a condition was agreed" in await both_agree(bot, "adam", "piotr", "Maria decides, Piotr is heard.")
    assert "must agree" not in await bot.sees("piotr")
