"""From a cost, a downtime or any danger on, the same decision goes to a higher level."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_red_lines import ASKED
from tests.stories.test_rights_register import TO_PIOTR, agreed, changed

RIGHT = (
    "decision_rights:\n"
    '  - {tradeoff: speed/scope, decider: maria, higher: {cost: "50,000 EUR", downtime: 8 h, safety: true}}\n'
    "  - {tradeoff: scope/quality, decider: piotr}\n"
)
SMALL = {"stake_cost": "€ 49k", "stake_downtime": "7 h", "stake_safety": "no"}


async def begun(bot: Chat, right: str = RIGHT) -> None:
    await load(bot, PROJECT + right, start=False)
    await bot.say("ben", "/escalate", "line3")


@pytest.mark.parametrize(
    ("stakes", "why"),
    [
        ({"stake_cost": "EUR 50,001"}, "it costs 50,001 EUR, more than 50,000 EUR"),
        ({"stake_downtime": "0.5 days"}, "production stands still for 0.5 days, more than 8 h"),
        ({"stake_safety": "yes"}, "it touches safety"),
    ],
)
async def test_e8_beyond_a_limit_it_goes_to_the_higher_level(bot: Chat, stakes: dict[str, str], why: str) -> None:
    await begun(bot)
    shown = await bot.fill("ben", {**ASKED, **SMALL, **stakes})
    assert f"It goes to a higher level, to Adam Wolski, because {why}." in shown.text
    await bot.press("ben", "Send to Adam")
    assert "At stake" in await bot.sees("adam")
    assert "Decision needed" not in await bot.sees("maria")


async def test_e8_inside_the_limits_it_stays_where_it_was(bot: Chat) -> None:
    await begun(bot)
    shown = await bot.fill("ben", {**ASKED, **SMALL})
    assert "Maria Nowak is the agreed decider" in shown.text
    assert "49,000 EUR and 7 h of downtime" in shown.text


async def test_e8_what_is_missing_or_cannot_be_compared_is_refused_in_a_sentence(bot: Chat) -> None:
    await begun(bot)
    refused = await bot.fill("ben", ASKED)
    assert "what it may cost: above 50,000 EUR it goes to Adam Wolski." in refused.problems["stake_cost"]
    assert "above 8 h it goes to" in refused.problems["stake_downtime"]
    assert "whether it touches safety" in refused.problems["stake_safety"]
    wrong = {"stake_cost": "60 000 PLN", "stake_downtime": "5 kg", "stake_safety": "no"}
    refused = await bot.fill("ben", {**ASKED, **wrong})
    assert "The agreed limit is 50,000 EUR; please give it in EUR." in refused.problems["stake_cost"]
    assert "a time with its unit" in refused.problems["stake_downtime"]
    refused = await bot.fill("ben", {**ASKED, **SMALL, "stake_cost": "a lot"})
    assert "an amount of money with its currency" in refused.problems["stake_cost"]


async def test_e8_only_who_has_limits_is_asked_for_them(bot: Chat) -> None:
    await begun(bot)
    shown = await bot.fill("ben", {**ASKED, "tradeoff": "scope/quality"})
    assert "Piotr Zima is the agreed decider" in shown.text, "this right has no limits"
    await load(bot, PROJECT, start=False)
    await bot.say("ben", "/escalate", "line3")
    form = await bot.say("ben", "/escalate", "line3")
    assert "cost at most" not in form


async def test_e8_the_limits_are_agreed_by_consent_and_somebody_else_may_stand_above(bot: Chat) -> None:
    await begun(bot, RIGHT.partition("  - {tradeoff: scope")[0])
    values = {**TO_PIOTR, "must_agree": [], "cost_above": "10k EUR"}
    values |= {"downtime_above": "", "safety_above": "no"}
    refused = await changed(bot, {**values, "cost_above": "many", "downtime_above": "3 kg"})
    assert "amount of money" in refused.problems["cost_above"]
    assert "a time with its unit" in refused.problems["downtime_above"]
    refused = await bot.fill("ewa", {**values, "cost_above": "", "higher": "ben"})
    assert "give a limit above which they decide" in refused.problems["higher"]
    refused = await bot.fill("ewa", {**values, "higher": "piotr"})
    assert "somebody above" in refused.problems["higher"]
    assert (await bot.fill("ewa", {**values, "higher": "jan"})).kind == "message"
    await agreed(bot)
    assert "when it costs more than 10,000 EUR" in await bot.say("olga", "/align rights", "line3")
    await bot.say("ben", "/escalate", "line3")
    shown = await bot.fill("ben", {**ASKED, "stake_cost": "10,000.50 EUR"})
    assert "It goes to a higher level, to Jan Lis" in shown.text


async def test_e8_the_sponsor_who_asks_beyond_the_limit_does_not_decide_alone(bot: Chat) -> None:
    await begun(bot)
    await bot.say("adam", "/escalate", "line3")
    shown = await bot.fill("adam", {**ASKED, **SMALL, "stake_safety": "yes"})
    assert "This goes to Maria Nowak." in shown.text
