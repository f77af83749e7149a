"""The project's channel is archived, or Accord is not in it: one message a day to the facilitator, and all goes on."""

from __future__ import annotations

import pytest

from adapters.platform import Gone, PlatformError, Refused
from flows.messages import ToChannel
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load
from tests.stories.test_escalations import FILLED, plain
from tests.stories.test_undelivered import lose

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality]}
"""
TROUBLES = (
    Gone("the channel is archived"),
    Gone("Accord is not in the channel; type /invite @Accord there"),
    Refused("only some people may post in this channel"),
)


async def escalate(bot: Chat, question: str) -> None:
    await bot.say("ben", "/escalate", "line3")
    shown = await bot.fill("ben", {**FILLED, "question": question})
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Maria")


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
async def test_f37_the_facilitator_is_told_once_a_day_and_the_escalation_goes_on_by_direct_message(
    bot: Chat, trouble: PlatformError
) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    lose(bot, ToChannel("line3")).trouble = trouble
    await escalate(bot, "Cut over on 8 May?")
    await escalate(bot, "Cut over at night?")
    await bot.wait(minutes=5)
    told = await bot.sees("ewa")
    assert "Line 3 MES: #line3 could not be reached" in told
    assert f"The chat says: {trouble}." in told
    assert "Please check that #line3 exists and that I am in it." in told
    assert len(await came(bot, "@ewa", "undelivered/")) == 1
    assert "undelivered" not in str([line.key for line in await bot.lines("ben")])
    assert "Maria Nowak, the decider, is asked to decide by" in plain(await bot.sees("maria"))
    await bot.press("maria", "Decide")
    decided = await bot.fill("maria", {"choice": "b", "rationale": "It is safe."})
    assert decided.text.startswith("Recorded as D-1.")
    assert "Maria Nowak decided: 15 May." in plain(await bot.sees("ben"))
    assert "Maria Nowak decided: 15 May." in plain(await bot.sees("piotr"))
    await bot.wait(minutes=5)
    assert len(await came(bot, "@ewa", "undelivered/")) == 1
    await bot.wait(days=1)
    await escalate(bot, "Cut over in June?")
    await bot.wait(minutes=5)
    assert len(await came(bot, "@ewa", "undelivered/")) == 2


async def test_once_the_channel_is_there_again_what_is_new_appears_in_it(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    losing = lose(bot, ToChannel("line3"))
    await escalate(bot, "Cut over on 8 May?")
    losing.gone.clear()
    await bot.press("maria", "I'll take it")
    await bot.wait(minutes=5)
    assert "Cut over on 8 May?" in await bot.sees("ewa", "line3")
