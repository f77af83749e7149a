"""The blind drill: who would decide what, asked of each function alone."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_rights_register import RIGHTS, VOICES

TOPICS = ("speed/operational_safety", "speed/scope", "scope/quality")


def saying(decider: str) -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = {f"{topic}.decider": decider for topic in TOPICS}
    return {**said, "speed/scope.what": f"the secret of {decider}", "speed/scope.within": "1 day"}


async def begun(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    assert "4 functions are asked, each in private." in await bot.say("ewa", "/align drill", "line3")


async def answered(bot: Chat, person: str, decider: str) -> None:
    await bot.press(person, "Answer")
    assert "Kept." in (await bot.fill(person, saying(decider))).text


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
