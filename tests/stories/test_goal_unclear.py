"""What is unclear in the sense check is answered before anybody is asked for consent; and what lapsed is sent anew."""

from __future__ import annotations

from flows.consent.commands import StartConsent
from tests.stories.chat import Chat
from tests.stories.plant import came, load
from tests.stories.test_goal import GOAL, VOICES

UNCLEAR = {"words": "Does it count the night shift?"}
CONSENT = "Can your function live with this"


async def checked(bot: Chat, proposer: str = "ewa") -> None:
    """The goal is being checked for sense; Operations finds something unclear."""
    await load(bot, start=False)
    await bot.say(proposer, "/align goal", "line3")
    await bot.fill(proposer, GOAL)
    await bot.press(proposer, "Send to all functions")
    await bot.press("maria", "Something is unclear")
    told = await bot.fill("maria", UNCLEAR)
    assert "sees it" in told.text


async def test_d2_who_proposed_it_and_the_facilitator_hear_at_once_who_finds_what_unclear(bot: Chat) -> None:
    await checked(bot, "ben")
    for person in ("ben", "ewa"):
        seen = (await bot.sees(person)).replace("@", "")
        assert "Maria Nowak for Operations finds something unclear in First-stage goal of Line 3 MES." in seen
        assert "Does it count the night shift?" in seen
        assert "is unclear to Operations; please answer by" in await bot.say(person, "/align home")
        assert len(await came(bot, f"@{person}", "unclear")) == 1
    assert not await came(bot, "@olga", "unclear")


async def test_d2_consent_is_asked_for_once_it_is_answered(bot: Chat) -> None:
    await checked(bot)
    for person in ("adam", "piotr", "ben"):
        await bot.press(person, "It makes sense")
    assert CONSENT not in await bot.sees("adam"), "everybody has looked, and something is unclear"
    await bot.press("ewa", "Answer")
    assert (await bot.fill("ewa", {})).problems
    await bot.fill("ewa", {"words": "Yes, all three shifts."})
    seen = await bot.sees("maria")
    assert "is answered. Does it make sense now?" in seen
    assert "Yes, all three shifts." in seen
    assert "Nothing that this function finds unclear waits for an answer" in await bot.press("ewa", "Answer")
    await bot.press("maria", "It makes sense")
    assert CONSENT in await bot.sees("adam")


async def test_d2_a_new_wording_is_an_answer_too(bot: Chat) -> None:
    await checked(bot)
    await bot.press("ewa", "Reword")
    await bot.fill("ewa", {**GOAL, "operational": "No shift, day or night, stops for paper: OEE of line 3 is 66 %."})
    for person in VOICES:
        await bot.press(person, "It makes sense")
    assert CONSENT in await bot.sees("adam")


async def test_d2_only_who_runs_the_project_goes_on_without_an_answer_and_by_name(bot: Chat) -> None:
    await checked(bot, "ben")
    refused = await bot.post("ben", "press", {"command": bot.encode(StartConsent("line3/goal/1", 1))})
    assert refused.kind == "refusal"
    assert "Something is unclear to Operations. Please answer it or reword the proposal" in refused.text
    await bot.press("ewa", "Go on without an answer")
    seen = (await bot.sees("maria")).replace("@", "")
    assert CONSENT in seen
    assert "Ewa Kot went on without an answer to what Operations found unclear." in seen


async def test_d2_without_an_answer_it_gets_more_time_once_and_then_lapses_with_a_sentence(bot: Chat) -> None:
    await checked(bot)
    await bot.wait(days=3)
    assert CONSENT not in await bot.sees("adam")
    assert "Please answer it or reword the proposal by" in await bot.sees("ewa")
    await bot.wait(days=4)
    seen = await bot.sees("adam", "line3")
    assert "Nobody answered in time what Operations found unclear." in seen
    assert CONSENT not in await bot.sees("adam")


async def test_d2_what_lapsed_is_sent_again_with_a_new_message_to_each(bot: Chat) -> None:
    await checked(bot)
    await bot.wait(days=7)
    first = len(await came(bot, "@adam", "consent/line3/goal/1/"))
    await bot.press("ewa", "Send to all functions")
    assert len(await came(bot, "@adam", "consent/line3/goal/1/")) == first + 1
    seen = await bot.sees("adam")
    assert "this card is over, a newer one has followed" in seen
    for person in VOICES:
        await bot.press(person, "It makes sense")
    for person in VOICES:
        await bot.press(person, "Consent")
    assert "4 of 4 functions consented." in await bot.sees("olga", "line3")


async def test_d1_of_two_goals_only_one_is_open_and_the_second_is_refused_by_the_name_of_the_first(bot: Chat) -> None:
    await checked(bot)
    await bot.wait(days=7)
    lapsed = await bot.find("ewa", "Send to all functions")
    await bot.say("ben", "/align goal", "line3")
    await bot.fill("ben", GOAL)
    await bot.press("ben", "Send to all functions")
    refused = await bot.post("ewa", "press", {"command": lapsed.command})
    assert refused.kind == "refusal"
    told = refused.text.replace("@", "")
    assert "Ben Okoye proposed this on " in told
    assert "First-stage goal of Line 3 MES, and it is being checked for sense. Two at once" in told
