"""The trade-off ledger: what won and what paid in each decision, and drift from the agreed order, told once."""

from __future__ import annotations

import re

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_red_lines import ASKED, ORDER, agreed

WON = {"choice": "b", "rationale": "It is faster."}
DRIFT = "Speed won over operational safety in 2 of the last"


async def ordered(bot: Chat) -> None:
    """Operational safety, quality, speed, scope, cost: agreed by all."""
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the trade-off order")
    await bot.fill("ewa", ORDER)
    await agreed(bot)


async def decided(bot: Chat, tradeoff: str, **said: str) -> str:
    """Ben asks, Adam decides, saying what won; what he is answered."""
    await bot.say("ben", "/escalate", "line3")
    asked = {**ASKED, "option_a": "Wait a week", "option_b": "Go on Monday", "tradeoff": tradeoff}
    shown = await bot.fill("ben", asked)
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Adam")
    await bot.press("adam", "Decide")
    return (await bot.fill("adam", {**WON, **said})).text


async def test_n5_the_ledger_counts_what_won_and_what_paid_beside_the_agreed_order(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    assert "No trade-off order is agreed yet" in await bot.say("olga", "/align ledger", "line3")
    await decided(bot, "speed/scope")
    await decided(bot, "speed/scope", won="speed")
    await decided(bot, "cost/quality", won="neither")
    assert "speed won, scope paid" in await bot.sees("olga", "line3")
    seen = await bot.say("olga", "/align ledger", "line3")
    assert "2 decisions that hold say what won and what paid" in seen
    assert "Speed won 1 of 2 (50 %) and paid 0 times" in seen
    assert "Scope won 0 of 2 (0 %) and paid 1 times" in seen
    assert "neither side paid" in seen
    assert "1 decision does not say what won and what paid" in seen


async def test_o7_drift_is_told_once_to_sponsor_and_facilitator_and_stands_in_the_digest(bot: Chat) -> None:
    await ordered(bot)
    for count in (0, 1, 1):
        await decided(bot, "speed/operational_safety", won="speed")
        for person in ("adam", "ewa"):
            told = await bot.sees(person)
            assert told.count("decisions drift from the agreed order") == (count and 1), (person, count)
    assert "drift" not in await bot.sees("ben")
    told = await bot.sees("adam")
    assert f"{DRIFT} 2 decisions between them (D-1 and D-2), though the agreed order ranks" in told
    assert "Agreed order: operational safety, then quality, then speed" in told
    seen = await bot.press("adam", "Show the ledger")
    assert "Speed won over operational safety in 3 of the last 3" in seen
    assert "ranked 3 of 5" in seen
    await bot.wait(days=7)
    thread = "\n".join(
        [await bot.sees("maria", "line3", thread=line.key) for line in await bot.lines("maria", "line3")]
    )
    assert "Drift from the agreed order" in thread
    assert "With Adam Wolski" in thread.replace("@", "")
    assert (await bot.sees("ewa")).count("decisions drift") == 1


async def test_o7_what_goes_by_the_order_or_came_before_it_is_no_drift(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    for _ in range(2):
        await decided(bot, "speed/operational_safety", won="speed")
    await ordered(bot)
    for _ in range(2):
        await decided(bot, "speed/operational_safety", won="operational_safety")
    assert "drift" not in await bot.sees("adam")
    assert "Drift" not in await bot.say("adam", "/align ledger", "line3")


@pytest.mark.web_only
async def test_o7_the_form_fills_nothing_in_asks_what_won_and_refuses_half_an_answer(bot: Chat) -> None:
    await ordered(bot)
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", {**ASKED, "option_a": "Wait", "tradeoff": "speed/operational_safety"})
    await bot.press("ben", "Send to Adam")
    form = (await bot.try_press("adam", "Decide")).html
    filled_in = [tag for tag in re.findall("<input[^>]*>", form) if "checked" in tag]
    assert not filled_in, "what stands there already is sent unread, and drift looks smaller than it is"
    unsaid = await bot.fill("adam", WON)
    assert "every decision is counted against it" in unsaid.problems["won"]
    refused = await bot.fill("adam", {**WON, "won": "the canary"})
    assert set(refused.problems) == {"won", "paid"}
    await bot.fill("adam", {**WON, "won": "operational_safety"})
    await bot.say("adam", "/decisions record", "line3")
    taken = {"question": "What about it?", "tradeoff": "go_live", "decided_by": "adam", "choice": "No.", **WON}
    half = await bot.fill("adam", {**taken, "won": "speed"})
    assert "what paid for it" in half.problems["paid"]
    same = await bot.fill("adam", {**taken, "won": "speed", "paid": "speed"})
    assert "cannot have paid" in same.problems["paid"]
    told = await bot.fill("adam", {**taken, "won": "speed", "paid": "cost"})
    assert told.text.startswith("Recorded as D-2"), told
