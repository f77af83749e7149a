"""What was decided in talk is recorded: by the one who decided it, or once they confirm it."""

from __future__ import annotations

from datetime import timedelta

from flows.decisions.commands import OpenRecordDecision
from flows.escalations.commands import OpenEscalate
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.two_plants import TOOK_PLACE, give

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality]}
"""
LINK = "https://chat.example/archives/C1/p1700000000000100"
WORDS = "OK then, we move it to Monday."


async def test_g4_a_message_is_recorded_once_and_only_when_who_decided_confirms_it(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    message = OpenRecordDecision("line3", WORDS, LINK, "maria", bot.now - timedelta(hours=1))
    opened = await give(bot, "ben", message)
    assert opened.kind == "form"
    assert WORDS in opened.html
    told = await bot.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    assert told.text.startswith("Maria Nowak is asked to confirm it.")
    assert "Monday" not in await bot.sees("ben", "line3"), "nothing is decided yet"
    assert "1 thing waits for you" in await bot.say("maria", "/align")
    assert (await bot.press("maria", "Confirm")).startswith("Recorded as D-1.")
    log = await bot.say("piotr", "/decisions", "line3")
    assert "D-1" in log
    channel = await bot.sees("piotr", "line3")
    assert "Maria Nowak" in channel
    assert WORDS in channel
    assert "Read it there" in channel
    again = await give(bot, "piotr", message)
    assert (again.kind, again.text) == ("refusal", "This is recorded as D-1. /decisions shows it.")


async def test_g4_typed_in_chat_and_it_was_not_a_decision(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.say("ben", "/decisions record We move it to Monday", "line3")
    await bot.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    assert await bot.press("maria", "That was not a decision") == "Nothing is recorded. Ben Okoye is told."
    assert "Maria Nowak says that this was not a decision" in await bot.sees("ben")
    assert "Nothing has been decided yet." in await bot.say("ben", "/decisions", "line3")


async def test_f1_an_escalation_begins_with_a_message(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    opened = await give(bot, "ben", OpenEscalate("line3", "Can we\nmove it?", LINK, "maria"))
    assert opened.kind == "form"
    assert "Maria Nowak" in opened.html
    assert "Can we move it?" in opened.html
    assert LINK in opened.html
    shown = await bot.fill(
        "ben",
        {
            "question": "Can we move it?",
            "tradeoff": "speed/operational_safety",
            "option_a": "Monday",
            "option_b": "Friday",
            "impact": "The crane leaves.",
            "day": "2026-11-27",
            "time": "16:00",
            "urgency": "normal",
            "links": LINK,
        },
    )
    assert "Maria Nowak is the agreed decider" in shown.text
    assert "E-1 is with Maria Nowak" in await bot.press("ben", "Send to Maria")
    assert LINK in await bot.sees("maria")


async def test_e4_what_a_function_must_agree_to_is_not_recorded_from_talk_and_it_is_told(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS.replace("informed", "must_agree"), start=False)
    await bot.say("maria", "/decisions record We move it to Monday", "line3")
    told = await bot.fill("maria", {**TOOK_PLACE, "decided_by": "maria"})
    assert told.text.startswith("Nothing is recorded: Quality must agree first. They are told. Please escalate it")
    assert "to which Quality must agree. It is not recorded." in await bot.sees("piotr")
    assert "Nothing has been decided yet." in await bot.say("ben", "/decisions", "line3")
    await bot.say("ben", "/decisions record We move it to Tuesday", "line3")
    await bot.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    assert (await bot.press("maria", "Confirm")).startswith("Nothing is recorded: Quality must agree first.")


async def test_e4_who_decides_and_speaks_for_the_function_has_agreed_by_deciding(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS.replace("informed: [quality]", "must_agree: [operations]"), start=False)
    await bot.say("maria", "/decisions record We move it to Monday", "line3")
    told = await bot.fill("maria", {**TOOK_PLACE, "decided_by": "maria"})
    assert told.text.startswith("Recorded as D-1.")
