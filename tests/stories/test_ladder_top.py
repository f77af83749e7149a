"""The top of the ladder: where nobody stands above, somebody is asked again, and the clock never stops looking."""

from __future__ import annotations

from storage.open_items import overlooked
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_ladder import DECIDES, WHY, next_level
from tests.stories.test_must_agree import RIGHT

SPONSOR_DECIDES = RIGHT.replace("decider: maria, deputy: jan", "decider: adam").replace("[quality, it]", "[quality]")


async def with_the_sponsor(bot: Chat, silence: str) -> None:
    """Two name different people to decide speed against scope. Adam, the sponsor, does; Quality must agree."""
    await load(bot, PROJECT + SPONSOR_DECIDES.replace("SILENCE", silence))
    await fill(bot, "maria", {DECIDES: "maria"})
    await fill(bot, "ben", {DECIDES: "ben"})
    for person in ("adam", "piotr"):
        await fill(bot, person)
    await bot.wait(days=2, hours=1)
    await next_level(bot, "ben")
    assert "with Adam Wolski until" in await next_level(bot, "ewa")


async def asked(bot: Chat, person: str) -> int:
    """How often somebody was written to about what waits for them."""
    return sum(each.to == f"@{person}" and each.key.startswith("contradictions/") for each in await bot.arrivals())


async def test_f36_who_is_silent_below_a_sponsor_who_decides_leaves_it_with_them_and_with_a_time(bot: Chat) -> None:
    await with_the_sponsor(bot, "goes_up")
    await bot.wait(days=1)
    assert "Quality: @Piotr Zima has not spoken in time, so it went up." in await bot.sees("adam")
    assert "with Adam Wolski until" in await bot.say("olga", "/align contradictions", "line3")
    assert await bot.app.store.look(overlooked) == []
    await bot.say("adam", "/align contradictions", "line3")
    await bot.press("adam", "Show")
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", WHY)).text


async def test_f36_at_the_top_of_the_ladder_somebody_is_asked_again_every_week(bot: Chat) -> None:
    await with_the_sponsor(bot, "goes_up")
    await bot.wait(days=7)
    line = "nobody stands above @Adam Wolski on the ladder. It stays open until they settle it"
    assert (await bot.sees("ewa")).count(line) == 1
    before = await asked(bot, "adam")
    for week in range(1, 3):
        await bot.wait(days=7)
        assert await asked(bot, "adam") == before + week
        assert await bot.app.store.look(overlooked) == []
    assert (await bot.sees("ewa")).count(line) == 1
    await bot.say("adam", "/align contradictions", "line3")
    card = await bot.press("adam", "Show")
    assert "Nobody stands above them on the ladder. They are asked again every week" in card
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", WHY)).text


async def test_f36_a_function_without_which_nothing_is_decided_is_asked_again_as_well(bot: Chat) -> None:
    await with_the_sponsor(bot, "blocks")
    await bot.wait(days=21)
    assert "still waits for your word for Quality. Nothing is decided before." in await bot.sees("piotr")
    assert await bot.app.store.look(overlooked) == []
