"""What is found in answers, and by which rule: pairs of stances, numbers in any unit, other scopes, rankings."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import fill, load

STOP, TRAINING = "risks.stances:production_stop", "risks.stances:schedule_slip"
SUMMARY = "round/line3/1/summary"


async def answered(bot: Chat, maria: dict[str, str | list[str]], adam: dict[str, str | list[str]]) -> str:
    """Two functions have a view, two have none; what stands under the summary."""
    await load(bot)
    await fill(bot, "maria", maria)
    await fill(bot, "adam", adam)
    for person in ("piotr", "ben"):
        await fill(bot, person)
    return await bot.sees("olga", "line3", thread=SUMMARY)


async def opened(bot: Chat) -> str:
    """What stands there once the two working days are over in which the sides clear it in private."""
    await bot.wait(days=2, hours=1)
    return await bot.sees("olga", "line3", thread=SUMMARY)


async def test_c2_rankings_are_compared_and_ties_count(bot: Chat) -> None:
    order = ("operational_safety", "quality", "speed", "scope", "cost")
    ranked: dict[str, str | list[str]] = {f"outcome.priorities:{axis}": str(n) for n, axis in enumerate(order, 1)}
    tied: dict[str, str | list[str]] = {
        f"outcome.priorities:{axis}": "1" if n < 3 else "2" for n, axis in enumerate(order)
    }
    await answered(bot, ranked, tied)
    # sums of ranks 3, 4, 5, 8.5, 9.5: S = 32.5; W = 12 S / (m²(n³ - n) - m T) = 390 / (480 - 2 · 30)
    told = "agreement 0.93 between 2 rankings of 5 axes, where 1 is the same order for all"
    assert told in await bot.sees("olga", "line3")


async def test_c5_what_one_refuses_and_another_accepts_is_quoted_from_both(bot: Chat) -> None:
    refused: dict[str, str | list[str]] = {
        STOP: "not_acceptable",
        f"{STOP}:details": "why: Orders are lost; test: any stop",
    }
    found = await answered(bot, refused, {STOP: "acceptable"})
    quiet = "Unplanned production stop, between Leadership and Operations: being cleared between them in private until"
    assert quiet in found
    why = "Leadership accepts “Unplanned production stop”, Operations refuses it."
    assert why not in found
    assert "Orders are lost" not in found
    status = await bot.say("olga", "/align status", "line3")
    assert quiet in status
    assert why not in status
    found = await opened(bot)
    assert "being cleared" not in found
    assert why in found
    assert "Orders are lost" in found
    assert "Leadership, Adam Wolski" in found
    assert why in await bot.say("olga", "/align status", "line3")


async def test_c6_a_limit_in_hours_and_a_need_in_days_are_compared(bot: Chat) -> None:
    limit: dict[str, str | list[str]] = {
        STOP: "acceptable_if",
        f"{STOP}:details": "limit: 12 h; condition: on a Sunday",
    }
    await answered(bot, limit, {"risks.needs": "Unplanned production stop: 1 day"})
    found = await opened(bot)
    assert "12 h" in found
    assert "1 day" in found
    assert "1 hard" in await bot.sees("olga", "line3")


async def test_c6_a_need_within_the_limit_in_another_unit_is_none(bot: Chat) -> None:
    limit: dict[str, str | list[str]] = {
        STOP: "acceptable_if",
        f"{STOP}:details": "limit: 12 h; condition: on a Sunday",
    }
    await answered(bot, limit, {"risks.needs": "Unplanned production stop: 0.5 day"})
    assert "nothing they say contradicts" in await bot.sees("olga", "line3")


async def test_c7_what_is_about_another_stage_or_period_is_only_apparent_and_said_to_be(bot: Chat) -> None:
    refused: dict[str, str | list[str]] = {
        STOP: "not_acceptable",
        f"{STOP}:details": "why: Orders are lost; stage: Stage 2; period: 2027-05",
    }
    accepted: dict[str, str | list[str]] = {
        STOP: "acceptable",
        f"{STOP}:details": "limit: 8 h; period: 2027-03-01 to 2027-03-31; stage: stage 1",
    }
    await answered(bot, refused, accepted)
    found = await opened(bot)
    assert "but they speak of different stages and periods." in found
    assert "stage 1, 2027-03-01 to 2027-03-31" in found
    assert "Stage 2, 2027-05-01 to 2027-05-31" in found
    seen = await bot.sees("olga", "line3")
    assert "1 apparent" in seen
    assert "agrees a definition for 1 contradiction that may only be a difference in words" in seen


@pytest.mark.web_only
async def test_c7_the_same_stage_and_periods_that_overlap_are_no_excuse(bot: Chat) -> None:
    measure = {"name": "OEE", "baseline": "61", "unit": "%", "by": "2027-06-30", "stage": "Stage 1"}
    sides: list[dict[str, str | list[str]]] = [
        {f"outcome.measure:{part}": said for part, said in {**measure, "target": target, "period": period}.items()}
        for target, period in (("66", "2027-Q2"), ("70", "2027-06"))
    ]
    await answered(bot, *sides)
    assert "1 hard" in await bot.sees("olga", "line3")


async def test_c7_what_is_about_another_scope_is_only_apparent_and_needs_a_definition(bot: Chat) -> None:
    measure = {"name": "OEE", "baseline": "61", "unit": "%", "by": "2027-06-30"}
    sides: list[dict[str, str | list[str]]] = [
        {f"outcome.measure:{part}": said for part, said in {**measure, "target": target, "scope": scope}.items()}
        for target, scope in (("66", "line 3"), ("70", "the whole plant"))
    ]
    await answered(bot, *sides)
    seen = await bot.sees("olga", "line3")
    assert "1 apparent" in seen
    assert "agrees a definition for 1 contradiction that may only be a difference in words" in seen
