"""The blind drill: who would decide what, asked of each function alone."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load
from tests.stories.test_rights_register import RIGHTS, VOICES

TOPICS = ("speed/operational_safety", "speed/scope", "scope/quality")
NEXT_TOPICS = ("speed/operational_safety", "cost/quality", "speed/quality")
"""What a second drill asks: the two that were left, and the one that was asked longest ago."""


def saying(decider: str, topics: tuple[str, ...] = TOPICS) -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = {f"{topic}.decider": decider for topic in topics}
    first, topic = "speed" if decider == "maria" else "neither", topics[1]
    if topic == "speed/scope":
        said[f"{topic}.first"] = first
    return {**said, f"{topic}.what": f"the secret of {decider}", f"{topic}.within": "1 day"}


async def begun(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    assert "4 functions are asked, each in private." in await bot.say("ewa", "/align drill", "line3")


async def answered(bot: Chat, person: str, decider: str, topics: tuple[str, ...] = TOPICS) -> None:
    await bot.press(person, "Answer")
    assert "Kept." in (await bot.fill(person, saying(decider, topics))).text


async def test_o3_each_answers_alone_and_the_result_is_a_number_for_each_tradeoff(bot: Chat) -> None:
    await begun(bot)
    for person, decider in zip(VOICES[:3], ("maria", "maria", "piotr"), strict=True):
        await answered(bot, person, decider)
    for reader in ("ben", "ewa", "adam"):
        seen = await bot.sees(reader) + await bot.sees(reader, "line3")
        assert "named the same decider" not in seen
        assert "secret" not in seen
    await answered(bot, "ben", "maria")
    result = await bot.sees("olga", "line3")
    assert "Speed against scope: 3 of 4 named the same decider" in result
    assert "Speed against scope: 3 of 4 put speed first and 1 of 4 wait until it is decided." in result
    assert "Speed against scope: it may take 1 day (4 of 4); agreed is" in result
    assert "secret" not in result, "what one would do stays with who said it"


async def test_o3_who_runs_it_need_not_wait_and_it_can_be_repeated(bot: Chat) -> None:
    await begun(bot)
    await answered(bot, "maria", "maria")
    assert "A drill is open already." in await bot.say("ewa", "/align drill", "line3")
    assert "1 of 1 named the same decider" in await bot.press("ewa", "Show the result now")
    with pytest.raises(AssertionError, match="sees no button"):
        await bot.find("ben", "Answer")
    assert "4 functions are asked" in await bot.say("ewa", "/align drill", "line3")


async def test_o3_only_who_runs_the_project_starts_it_and_only_who_speaks_for_a_function_answers(bot: Chat) -> None:
    await begun(bot)
    assert "Only" in await bot.say("ben", "/align drill", "line3")
    button = await bot.find("maria", "Answer")
    refused = await bot.post("ben", "press", {"command": button.command})
    assert refused.kind == "refusal"
    assert "can speak for Operations" in refused.text


async def test_o3_who_has_not_answered_is_reminded_once_at_work_and_finds_it_at_home(bot: Chat) -> None:
    await begun(bot)
    await answered(bot, "maria", "maria")
    assert "The decision drill of Line 3 MES waits for IT, until" in await bot.say("ben", "/align")
    assert "drill of Line 3 MES waits" not in await bot.say("maria", "/align")
    await bot.wait(days=2, hours=2)
    assert await came(bot, "@ben", "/nudge/") == ["Wed 25 09:00"]
    assert "still waits for IT: 3 short cases, until" in await bot.sees("ben")
    assert not await came(bot, "@maria", "/nudge/")
    assert "Decision drill: open for 2 days, with Adam Wolski, Piotr Zima" in await bot.say("ewa", "/align status")
    await bot.wait(days=7)
    assert len(await came(bot, "@ben", "/nudge/")) == 1
    assert "drill of Line 3 MES waits" not in await bot.say("ben", "/align")


async def test_o3_it_ends_by_its_clock_with_who_answered_and_with_the_last_one_beside_it(bot: Chat) -> None:
    await begun(bot)
    for person, decider in zip(VOICES, ("maria", "piotr", "ben", "adam"), strict=True):
        await answered(bot, person, decider)
    assert "1 of 4 named the same decider" in await bot.sees("olga", "line3")
    await bot.say("ewa", "/align drill", "line3")
    for person in VOICES[:3]:
        await answered(bot, person, "maria", NEXT_TOPICS)
    assert "3 of 3" not in await bot.sees("olga", "line3")
    await bot.wait(days=4)
    result = await bot.sees("olga", "line3")
    assert "Speed against operational safety: 3 of 3 named the same decider" in result
    assert result.count("1 of 4 last time") == 1, "the other two were not asked before"
    assert "Answered: Leadership, Operations and Quality." in result
    assert "Not answered: IT." in result
    with pytest.raises(AssertionError, match="sees no button"):
        await bot.find("piotr", "Change my answer")


async def test_o3_a_drill_to_which_nobody_answers_ends_and_says_so(bot: Chat) -> None:
    await begun(bot)
    await bot.wait(days=4)
    result = await bot.sees("olga", "line3")
    assert "Speed against scope: nobody answered." in result
    assert "4 functions are asked" in await bot.say("ewa", "/align drill", "line3")
