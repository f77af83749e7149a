"""Before a contradiction is decided, owners of red lines and functions that must agree are heard."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_contradictions import STOP
from tests.stories.test_ladder import DECIDES, next_level
from tests.stories.test_must_agree import RIGHT
from tests.stories.test_red_lines import LINE, VOICES, agreed

VETO: dict[str, str | list[str]] = {
    "options": ["a"],
    "domain": "GxP evidence",
    "requirement": "21 CFR 11.10(e)",
    "reason": "Records would have no audit trail.",
}
FIRST = {"choice": "a", "why": "It is settled now."}
SECOND = {"choice": "b", "why": "Quality has shown that the other breaches a rule."}


async def with_the_decider(bot: Chat, silence: str = "blocks") -> None:
    """Two name different people to decide speed against scope; Maria decides, and Quality and IT must agree."""
    await load(bot, PROJECT + RIGHT.replace("SILENCE", silence))
    await fill(bot, "adam", {DECIDES: "maria"})
    await fill(bot, "ben", {DECIDES: "ben"})
    for person in ("maria", "piotr"):
        await fill(bot, person)
    await bot.wait(days=2, hours=1)
    await next_level(bot, "ben")
    assert "with Maria Nowak until" in await next_level(bot, "ewa")
    await bot.say("maria", "/align contradictions", "line3")
    await bot.press("maria", "Show")


async def test_e4_who_must_agree_is_asked_before_a_contradiction_is_decided(bot: Chat) -> None:
    await with_the_decider(bot)
    for person in ("piotr", "ben"):
        assert "must agree" in await bot.sees(person)
        assert "waits for your word for" in await bot.say(person, "/align")
    await bot.press("maria", "Decide")
    assert (
        "Nothing is decided yet: Quality must agree. Piotr Zima speaks for it" in (await bot.fill("maria", FIRST)).text
    )
    assert "Kept with C-1. Maria Nowak is told." in await bot.press("piotr", "Agree")
    assert "Nothing is decided yet: IT must agree." in (await bot.fill("maria", FIRST)).text
    await bot.press("ben", "Agree")
    assert "Ben Okoye agrees." in await bot.sees("maria")
    assert "it was decided" in (await bot.fill("maria", FIRST)).text
    assert (await bot.sees("olga", "line3")).count(" agrees.") >= 2


async def test_e4_a_veto_rules_out_what_it_names_for_whoever_decides_a_contradiction(bot: Chat) -> None:
    await with_the_decider(bot)
    await bot.press("ben", "Agree")
    await bot.press("piotr", "Veto")
    outside = await bot.fill("piotr", {**VETO, "domain": "else"})
    assert "Quality may veto on GxP evidence or batch records only." in outside.problems["domain"]
    await bot.fill("piotr", VETO)
    assert "has a veto on option A" in await bot.sees("maria")
    await bot.press("maria", "Decide")
    own = {"choice": "other", "words": "The first one", "why": "We are late."}
    for values in (FIRST, own):
        refused = await bot.fill("maria", values)
        assert "Piotr Zima has a veto for Quality" in refused.text
        assert "It leaves open: B or C." in refused.text
    assert "it was decided" in (await bot.fill("maria", {**SECOND, "words": ""})).text
    assert "It breaches “21 CFR 11.10(e)”." in await bot.sees("olga", "line3")


async def test_e4_only_who_speaks_for_the_function_says_its_word_on_a_contradiction(bot: Chat) -> None:
    await with_the_decider(bot)
    agree = await bot.find("piotr", "Agree")
    refused = await bot.post("ben", "press", {"command": agree.command})
    assert "Only Piotr Zima can speak for Quality." in refused.text
    await bot.press("piotr", "Agree")
    await bot.press("ben", "Agree")
    await bot.press("maria", "Decide")
    await bot.fill("maria", FIRST)
    late = await bot.post("piotr", "press", {"command": agree.command})
    assert "C-1 is over since" in late.text


async def test_f19_silence_on_a_contradiction_means_what_was_agreed(bot: Chat) -> None:
    await with_the_decider(bot, silence="goes_up")
    await bot.press("ben", "Agree")
    await bot.wait(hours=3)
    assert (await bot.sees("piotr")).count("waits for your word for Quality, until") == 1, "reminded once"
    await bot.wait(hours=3)
    assert "with Adam Wolski" in await bot.say("olga", "/align contradictions", "line3")
    await bot.say("adam", "/align contradictions", "line3")
    assert "has not spoken in time, so it went up." in await bot.press("adam", "Show")
    await bot.press("adam", "Decide")
    assert "it was decided" in (await bot.fill("adam", FIRST)).text


async def with_a_red_line(bot: Chat) -> None:
    """A red line of Quality names the audit trail; Leadership accepts a stop that Operations refuses; it is open."""
    await load(bot)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    await bot.fill("ewa", LINE)
    await agreed(bot)
    await fill(bot, "maria", {STOP: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    for person in VOICES:
        if person not in ("maria", "adam"):
            await fill(bot, person, {STOP: "no_view"})
    await bot.wait(days=2, hours=1)


@pytest.fixture
async def crossed(bot: Chat) -> Chat:
    """… and it is up to Adam."""
    await with_a_red_line(bot)
    await next_level(bot, "maria")
    await next_level(bot, "ewa")
    await opened(bot)
    return bot


async def opened(bot: Chat) -> None:
    """Adam has the card in front of him."""
    await bot.say("adam", "/align contradictions", "line3")
    await bot.press("adam", "Show")


async def test_f15_a_verdict_that_touches_a_red_line_waits_for_its_owner(crossed: Chat) -> None:
    bot = crossed
    own = {"choice": "other", "words": "We stop and keep no audit trail that night.", "why": "It is one night."}
    await bot.press("adam", "Decide")
    told = await bot.fill("adam", own)
    assert "Nothing is decided yet: it touches the red line RL-1, “No batch without its record”." in told.text
    assert "Piotr Zima is asked" in told.text
    assert "Hold: C-1" in await bot.sees("piotr")
    assert "Hold: C-1" in await bot.sees("olga", "line3")
    await opened(bot)
    await bot.press("adam", "Decide")
    assert "Nothing is decided yet" in (await bot.fill("adam", own)).text
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", {"options": ["a"], "reason": "A stop without its trail cannot be released."})
    assert "has a veto" in (await bot.fill("adam", own)).text
    await bot.press("piotr", "Lift the veto")
    assert "it was decided" in (await bot.fill("adam", own)).text
    assert "says go ahead" in await bot.sees("olga", "line3")


async def test_f15_accepting_a_contradiction_as_it_is_waits_for_the_owner_of_a_red_line(crossed: Chat) -> None:
    bot = crossed
    await bot.press("adam", "Accept as it is")
    words = {"words": "Both hold: the audit trail is kept by hand."}
    assert "Nothing is decided yet" in (await bot.fill("adam", words)).text
    await bot.press("piotr", "Go ahead")
    await opened(bot)
    await bot.press("adam", "Accept as it is")
    assert "it is accepted as it is" in (await bot.fill("adam", words)).text
