"""The resolution ladder: who stands on it, who is passed over, and that every function of a side has its say."""

from __future__ import annotations

import pytest

from flows.leaving import PersonLeft
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_contradictions import NEEDS, STOP

DECIDES = "decisions.deciders:speed/scope"
RIGHT = "decision_rights:\n  - {tradeoff: speed/scope, decider: maria, deputy: jan}\n"
WHY = {"choice": "a", "why": "It is settled now."}
NO_FACILITATOR = PROJECT.replace("facilitator: ewa, ", "")


async def two_name_another(bot: Chat, project: str) -> None:
    """Operations and IT name different people to decide speed against scope; it is open after the private time."""
    await load(bot, project)
    await fill(bot, "maria", {DECIDES: "maria"})
    await fill(bot, "ben", {DECIDES: "ben"})
    for person in ("adam", "piotr"):
        await fill(bot, person)
    await bot.wait(days=2, hours=1)


async def next_level(bot: Chat, person: str) -> str:
    """Passes the newest contradiction up."""
    await bot.say(person, "/align contradictions", "line3")
    await bot.press(person, "Show")
    return await bot.press(person, "Next level now")


async def test_o11_without_a_facilitator_it_goes_on_to_the_decider_and_says_so(bot: Chat) -> None:
    await two_name_another(bot, NO_FACILITATOR + RIGHT)
    assert "with Maria Nowak until" in await next_level(bot, "ben")
    await bot.say("maria", "/align contradictions", "line3")
    card = await bot.press("maria", "Show")
    assert "the facilitator, since nobody is named" in card
    assert "Nobody is named for this kind of matter" not in card, "Maria is"
    await bot.press("maria", "Decide")
    assert "it was decided" in (await bot.fill("maria", WHY)).text


async def test_o11_nobody_named_is_passed_over_by_the_clock_as_well(bot: Chat) -> None:
    await two_name_another(bot, NO_FACILITATOR)
    await bot.wait(days=2)
    assert "1 contradiction waits for you" in await bot.sees("adam")
    shown = await bot.press("adam", "Show")
    assert "Nobody is named for this kind of matter, so the sponsor, Adam Wolski." in shown
    await bot.wait(days=3)
    card = await bot.say("adam", "/align contradictions", "line3")
    assert "with Adam Wolski" in card, "at the top it stays, open for everybody to see"


async def test_o11_a_facilitator_who_decides_is_asked_once_as_the_decider(bot: Chat) -> None:
    await two_name_another(bot, PROJECT + RIGHT.replace("decider: maria", "decider: ewa"))
    assert "with Ewa Kot until" in await next_level(bot, "ben")
    await bot.say("ewa", "/align contradictions", "line3")
    card = await bot.press("ewa", "Show")
    assert "the facilitator, since Ewa Kot is asked as the decider" in card
    await bot.press("ewa", "Decide")
    assert "it was decided" in (await bot.fill("ewa", WHY)).text


async def test_o11_who_is_away_is_passed_over_and_the_deputy_decides_for_them(bot: Chat) -> None:
    away = PROJECT.replace("name: Maria Nowak}", "name: Maria Nowak, away: [{from: 2026-11-24, to: 2026-12-11}]}")
    await two_name_another(bot, away + RIGHT)
    await next_level(bot, "ben")
    assert "with Jan Lis until" in await next_level(bot, "ewa")
    await bot.say("jan", "/align contradictions", "line3")
    card = await bot.press("jan", "Show")
    assert "the decider, since Maria Nowak is away through" in card
    await bot.press("jan", "Decide")
    await bot.fill("jan", WHY)
    assert "@Jan Lis, on behalf of @Maria Nowak, decided" in await bot.sees("olga", "line3")


async def test_o11_who_does_not_decide_in_time_is_followed_by_the_deputy_and_then_the_sponsor(bot: Chat) -> None:
    await two_name_another(bot, PROJECT + RIGHT)
    await next_level(bot, "ben")
    await next_level(bot, "ewa")
    ahead = (await bot.say("ewa", "/align forecast", "line3")).replace("@", "")
    assert "1 decision is likely to reach Adam Wolski (sponsor) by Sat 5 Dec" in ahead
    assert "with Maria Nowak until Thu 26 Nov" in ahead
    assert "Both views stand as they are" in ahead
    assert "unless it is settled before, it comes to Adam Wolski on Fri 27 Nov" in ahead
    await bot.wait(days=1, hours=1)
    assert "with Jan Lis" in await bot.say("olga", "/align contradictions", "line3")
    await bot.wait(days=4)
    assert "with Adam Wolski" in await bot.say("olga", "/align contradictions", "line3")


async def test_j7_who_has_left_is_passed_over_at_once(bot: Chat) -> None:
    await two_name_another(bot, PROJECT + RIGHT)
    await next_level(bot, "ben")
    await next_level(bot, "ewa")
    await bot.order(PersonLeft("maria"))
    assert "with Jan Lis" in await bot.say("olga", "/align contradictions", "line3")
    assert "1 contradiction waits for you" in await bot.sees("jan")


@pytest.fixture
async def three(bot: Chat) -> Chat:
    """Operations and Quality refuse an unplanned stop, Leadership accepts it."""
    await load(bot)
    for person in ("maria", "piotr"):
        await fill(bot, person, {STOP: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    await fill(bot, "ben", {STOP: "no_view"})
    return bot


async def test_c5_every_function_of_a_side_is_asked_and_has_its_say(three: Chat) -> None:
    bot = three
    for person in ("maria", "piotr", "adam"):
        assert "1 contradiction waits for you" in await bot.sees(person)
    for person in ("maria", "piotr"):
        await bot.press(person, "Show")
        await bot.press(person, "Say it back")
        await bot.fill(person, {"words": f"That the date holds, says {person}."})
    await bot.press("adam", "Show")
    for _ in ("maria", "piotr"):
        await bot.press("adam", "Yes, that is it")
    await bot.press("adam", "Say it back")
    await bot.fill("adam", NEEDS)
    await bot.press("piotr", "Show")
    told = await bot.press("piotr", "Yes, that is it")
    assert "open to everybody now" in told
    thread = await bot.sees("olga", "line3", thread="round/line3/1/summary")
    assert "says maria." in thread
    assert "says piotr." in thread
    assert "with @Adam Wolski, @Maria Nowak and @Piotr Zima" in thread


async def test_c15_a_condition_holds_only_when_every_function_has_said_yes(three: Chat) -> None:
    bot = three
    await bot.wait(days=2, hours=1)
    await bot.press("maria", "Show")
    await bot.press("maria", "Suggest a condition")
    await bot.fill("maria", {"words": "Only on a Sunday night shift."})
    await bot.press("adam", "Show")
    told = await bot.press("adam", "Yes, that settles it")
    assert "a condition was agreed" not in told
    card = await bot.press("piotr", "Show")
    assert "Still to answer: Quality." in card
    assert "a condition was agreed" in await bot.press("piotr", "Yes, that settles it")
