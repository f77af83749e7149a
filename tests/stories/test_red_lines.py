"""Red lines: proposed from what is not acceptable, agreed by consent, and heard before anything is decided."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load

LINE = {
    "text": "No batch without its record",
    "owner": "quality",
    "test": "Any batch record with a gap",
    "breach": "The line stops until Quality releases it",
    "trips": "batch record\naudit trail, e-signature",
}
VOICES = ("adam", "maria", "piotr", "ben")
STOP, LOSS = "risks.stances:production_stop", "risks.stances:data_loss"


async def agreed(bot: Chat) -> None:
    """The draft that is on Ewa's screen goes to every function, and each consents."""
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")


async def with_red_line(bot: Chat, **changes: str) -> None:
    """A red line of quality is in force."""
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    told = await bot.fill("ewa", {**LINE, **changes})
    assert "It is a draft that nobody else has seen." in told.text, told
    await agreed(bot)


async def test_d8_a_red_line_has_an_owner_a_test_words_and_what_a_breach_means(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    assert "0 red lines are agreed" in await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    refused = await bot.fill("ewa", {**LINE, "test": "", "breach": "", "owner": "nobody", "trips": "a"})
    assert set(refused.problems) == {"test", "breach", "owner", "trips"}
    assert "Without a test it is an opinion." in refused.problems["test"]
    await bot.fill("ewa", LINE)
    assert "0 red lines are agreed" in await bot.say("maria", "/align red lines", "line3")
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    for words in (
        "1 red line is agreed",
        "RL-1",
        "No batch without its record",
        "Quality",
        "Any batch record with a gap",
    ):
        assert words in seen
    assert "The line stops until Quality releases it" in seen
    assert "e-signature" in seen


async def test_d8_an_agreed_red_line_is_changed_only_by_the_consent_of_all(bot: Chat) -> None:
    await with_red_line(bot)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Change RL-1")
    await bot.fill("ewa", {**LINE, "text": "No order without its record"})
    assert "No batch without its record" in await bot.say("maria", "/align red lines", "line3")
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert "RL-2" in seen
    assert "No order without its record" in seen
    assert "No batch without its record" not in seen


async def test_d8_drafts_come_from_not_acceptable_answers_that_everybody_may_read(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable", f"{STOP}:details": "because Orders are lost; test: any stop"})
    assert "Unplanned" not in await bot.say("ewa", "/align red lines", "line3"), "the round is blind"
    hidden = {
        LOSS: "not_acceptable",
        f"{LOSS}:details": "because the canary sings",
        "who_may_read:confidential": ["risks.stances"],
    }
    await fill(bot, "piotr", hidden)
    await fill(bot, "adam")
    await fill(bot, "ben")
    seen = await bot.say("ewa", "/align red lines", "line3")
    assert "Operations" in seen
    assert "Orders are lost" in seen
    assert "canary" not in seen
    assert "Loss of production data" not in seen
    await bot.press("ewa", "Propose: Unplanned production stop")
    told = await bot.fill("ewa", {**LINE, "text": "Unplanned production stop", "owner": "operations"})
    assert told.kind == "message"
    await agreed(bot)
    seen = await bot.say("ewa", "/align red lines", "line3")
    assert "1 red line is agreed" in seen
    assert "no red line yet" not in seen


async def test_d9_tolerances_are_agreed_by_consent_and_say_what_is_escalated(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the tolerances")
    refused = await bot.fill("ewa", {})
    assert "at least one limit" in refused.problems["time"]
    await bot.fill("ewa", {"time": "up to 2 weeks", "operational_safety": "none"})
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert "up to 2 weeks" in seen
    assert "Operational safety" in seen
    assert "Inside these limits the team decides. What goes beyond one is escalated: /escalate." in seen


RANKED = ("operational_safety", "quality", "speed", "scope", "cost")
ORDER = {axis: str(place) for place, axis in enumerate(RANKED, 1)}


async def test_d10_the_trade_off_order_is_drafted_from_the_blind_rankings_and_agreed_by_consent(bot: Chat) -> None:
    await load(bot)
    for person in VOICES:
        await fill(bot, person, {f"outcome.priorities:{axis}": place for axis, place in ORDER.items()})
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the trade-off order")
    equal = await bot.fill("ewa", dict.fromkeys(ORDER, "1"))
    assert "there is no order" in equal.problems["operational_safety"]
    await bot.fill("ewa", ORDER)
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert seen.index("• operational safety") < seen.index("• quality") < seen.index("• speed") < seen.index("• cost")
