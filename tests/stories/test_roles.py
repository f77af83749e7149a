"""E3: who recommends, must agree, is consulted, carries it out and is informed: on the card, and who is asked."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_red_lines import ASKED

PARTS = (
    "decision_rights:\n"
    "  - {tradeoff: speed/scope, decider: maria, recommend: [it], must_agree: [quality], consulted: [quality, olga],\n"
    "     perform: [it], informed: [leadership], within: 2 working days}\n"
)


async def raised(bot: Chat) -> None:
    """Adam escalates to Maria; IT recommends and carries it out, Quality must agree and is consulted."""
    await load(bot, PROJECT + PARTS, start=False)
    await bot.say("adam", "/escalate", "line3")
    assert (await bot.fill("adam", ASKED)).kind == "message"
    await bot.press("adam", "Send to Maria")


async def test_e3_every_part_stands_on_the_card_of_a_decision(bot: Chat) -> None:
    await raised(bot)
    for person, channel in (("maria", None), ("adam", None), ("ben", "line3")):
        card = (await bot.sees(person, channel)).replace("@", "")
        for part in (
            "Recommends",
            "Must agree",
            "Consulted",
            "Quality and Olga Duda",
            "Carries it out",
            "Informed after",
        ):
            assert part in card, (person, part)
    await bot.press("piotr", "Agree")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", {"choice": "b", "rationale": "Records come first."})).text.startswith("Recorded")
    assert "Carries it out" in await bot.sees("olga", "line3"), "also when it is decided"
    assert "“Wait a week”" in await bot.sees("ben"), "who carries it out is told"


async def test_e3_who_recommends_is_asked_at_once_and_what_they_say_is_on_the_card(bot: Chat) -> None:
    await raised(bot)
    asked = (await bot.sees("ben")).replace("@", "")
    assert "IT is asked for a recommendation; Maria Nowak decides by" in asked
    assert "Which option do you recommend, and why? The decision does not wait for it." in asked
    assert "recommend, and why" not in await bot.sees("maria") + await bot.sees("piotr")
    await bot.press("ben", "Answer")
    assert "Your answer goes to" in (await bot.fill("ben", {"words": "B: a week costs less."})).text
    seen = (await bot.sees("maria")).replace("@", "")
    assert "Ben Okoye answered: “B: a week costs less.”" in seen
    assert "Ben Okoye recommends" in seen
    assert "is asked to decide by" in seen, "the clock ran on"
    assert "Your answer has reached" in await bot.sees("ben")


@pytest.mark.web_only
async def test_e3_nobody_else_recommends_and_nobody_is_asked_twice(bot: Chat) -> None:
    await raised(bot)
    button = await bot.find("ben", "Answer")
    refused = await bot.post("piotr", "press", {"command": button.command})
    assert "was asked this and can answer it" in refused.text
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", {**ASKED, "question": "And the reports?"})
    await bot.press("ben", "Send to Maria")
    assert (await bot.sees("ben")).count("Which option do you recommend") == 1, "whoever asks recommends nothing to it"
    register = await bot.say("olga", "/align rights", "line3")
    assert "Recommends" in register
    assert "Carries it out" in register


@pytest.mark.web_only
async def test_e3_the_deputy_is_asked_while_who_recommends_is_away_before_and_after(bot: Chat) -> None:
    with_deputy = PROJECT.replace("representative: ben}", "representative: ben, deputy: jan}")
    await load(bot, with_deputy + PARTS, start=False)
    await bot.say("adam", "/escalate", "line3")
    await bot.fill("adam", ASKED)
    await bot.press("adam", "Send to Maria")
    await bot.say("ben", "/align away until 4 December")
    assert "IT is asked for a recommendation; @Maria Nowak decides by" in await bot.sees("jan")
    assert "You need not answer: @Jan Lis is asked for you." in await bot.sees("ben")
    await bot.press("jan", "Answer")
    assert "Your answer goes to" in (await bot.fill("jan", {"words": "B: a week costs less."})).text
    assert "@Jan Lis answered: “B: a week costs less.”" in await bot.sees("maria")
    await bot.say("adam", "/escalate", "line3")
    await bot.fill("adam", {**ASKED, "question": "And the reports?"})
    await bot.press("adam", "Send to Maria")
    assert (await bot.sees("jan")).count("Which option do you recommend") == 1
    assert "And the reports?" in await bot.sees("jan")
    assert "And the reports?" not in await bot.sees("ben")
