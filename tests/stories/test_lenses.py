"""What each function looks at by its measure and its priorities, and where that pulls apart (C11)."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import answer, fill, load

THREAD = "round/line3/1/summary"
SAFE_FIRST = ("operational_safety", "quality", "scope", "cost", "speed")
FAST_FIRST = SAFE_FIRST[::-1]


def ranked(order: tuple[str, ...]) -> dict[str, str | list[str]]:
    """The axes in this order."""
    return {f"outcome.priorities:{axis}": str(place) for place, axis in enumerate(order, 1)}


def measuring(name: str, order: tuple[str, ...]) -> dict[str, str | list[str]]:
    """A number of that name, and an order of the axes."""
    parts = {"name": name, "baseline": "61", "target": "66", "unit": "%", "by": "2027-06-30"}
    return {**{f"outcome.measure:{part}": said for part, said in parts.items()}, **ranked(order)}


async def test_c11_measures_have_a_lens_that_their_owner_can_change_with_one_menu(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", "It works on every shift")
    await bot.say("maria", "OEE line 3: 61 -> 66 % by 2027-06-30")
    assert "It is about delivery." in await bot.sees("maria")
    await bot.press("maria", "People")
    assert "It is about people." in await bot.sees("maria")
    value = (await answer(bot, "operations", "outcome.measure")).value
    assert isinstance(value, dict)
    assert value["lens"] == "people"
    assert value["target"] == 66


async def test_c11_the_matrix_shows_where_lenses_pull_apart_with_the_same_in_words(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", measuring("OEE line 3", FAST_FIRST))
    await fill(bot, "piotr", measuring("Right first time", SAFE_FIRST))
    await fill(bot, "adam", {**measuring("The canary", SAFE_FIRST), "who_may_read:confidential": ["outcome.measure"]})
    await fill(bot, "ben", measuring("Trained operators", SAFE_FIRST))
    thread = await bot.sees("olga", "line3", thread=THREAD)
    assert "Operations measures OEE line 3: delivery" in thread
    assert "Quality measures Right first time: quality" in thread
    assert "IT measures Trained operators: people" in thread
    assert (
        "Delivery pulls apart: Operations (OEE line 3) looks at it, Leadership, Quality and IT put it last." in thread
    )
    assert "Operations: pulls apart from others on safety, quality, delivery and cost" in thread
    assert "canary" not in await bot.written_to_others("adam")


async def test_without_a_measure_that_everybody_may_read_there_is_no_matrix(bot: Chat) -> None:
    await load(bot)
    for person in ("maria", "piotr", "adam", "ben"):
        await fill(bot, person, ranked(SAFE_FIRST))
    assert "What each function looks at" not in await bot.sees("olga", "line3", thread=THREAD)
