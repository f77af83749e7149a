"""A contradiction is asked about in private, opened where it is real, and settled on the ladder."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import fill, load

STOP = "risks.stances:production_stop"
NEEDS = {"words": "That no shift stops without a plan."}


@pytest.fixture
async def found(bot: Chat) -> Chat:
    """Leadership accepts an unplanned stop, Operations refuses it, and the others have no view."""
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    await fill(bot, "piotr", {STOP: "no_view"})
    await fill(bot, "ben", {STOP: "no_view"})
    return bot


async def test_o1_each_side_says_back_what_the_other_needs_before_it_is_opened(found: Chat) -> None:
    assert "1 contradiction waits for you" in await found.sees("maria")
    assert "1 contradiction waits for you" in await found.sees("adam")
    assert "contradiction waits" not in await found.sees("piotr")
    assert "In private between the two sides" in await found.say("maria", "/align")
    assert "In private between the two sides" in await found.press("maria", "Show")
    await found.press("adam", "Show")
    await found.press("adam", "Say it back")
    told = await found.fill("adam", NEEDS)
    assert "The other side sees it" in told.text
    await found.press("maria", "Show")
    assert "C-1" not in await found.say("piotr", "/align contradictions", "line3")
    assert "Thank you." in await found.press("maria", "Yes, that is it")
    await found.press("maria", "Say it back")
    await found.fill("maria", {"words": "That the date holds."})
    await found.press("adam", "Show")
    await found.press("adam", "Not quite")
    told = await found.fill("adam", {"words": "That the budget holds."})
    assert "open to everybody now" in told.text
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "That no shift stops without a plan." in thread
    assert "That the budget holds." in thread
    assert "C-1" in await found.say("piotr", "/align contradictions", "line3")


async def test_c5_before_the_round_is_closed_contradictions_are_not_counted_and_it_says_when_they_come(
    bot: Chat,
) -> None:
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    told = await bot.say("piotr", "/align contradictions", "line3")
    assert "Answers are compared when the round is closed: on Fri 27 Nov" in told
    assert "0 contradictions" not in told


async def test_c8_a_false_alarm_is_closed_with_its_reason_when_both_sides_say_so(found: Chat) -> None:
    await found.press("maria", "Show")
    await found.press("maria", "No real contradiction")
    told = await found.fill("maria", {"words": "I meant line 4."})
    assert "It holds when each has said yes." in told.text
    await found.press("adam", "Show")
    assert "it was a false alarm" in await found.press("adam", "Yes, that settles it")
    assert "0 contradictions are open" in await found.say("maria", "/align contradictions", "line3")
    status = await found.say("piotr", "/align status", "line3")
    assert "production stop: Leadership" not in status


async def test_o11_what_nobody_answers_is_opened_and_climbs_the_ladder_on_its_clocks(found: Chat) -> None:
    await found.wait(days=2, hours=1)
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "C-1" in thread
    assert "with @Adam Wolski and @Maria Nowak" in thread
    await found.wait(days=3)
    assert "1 contradiction waits for you" in await found.sees("ewa")
    await found.wait(days=4)
    await found.press("adam", "Show")
    await found.press("adam", "Decide")
    told = await found.fill("adam", {"choice": "other", "words": "No stop without a plan.", "why": "Safety first."})
    assert "it was decided" in told.text
    assert "D-1" in await found.say("piotr", "/decisions", "line3")


async def test_c15_it_is_settled_by_a_condition_that_both_sides_agree_to(found: Chat) -> None:
    await found.wait(days=2, hours=1)
    await found.press("maria", "Show")
    await found.press("maria", "Suggest a condition")
    await found.fill("maria", {"words": "Only on a Sunday night shift."})
    await found.press("adam", "Show")
    assert "a condition was agreed" in await found.press("adam", "Yes, that settles it")
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "Only on a Sunday night shift." in thread


async def test_c15_the_summary_counts_what_was_settled_since_and_asks_nobody_about_it(found: Chat) -> None:
    assert "@Ewa Kot brings the sides of 1 contradiction together" in await found.sees("olga", "line3")
    await found.wait(days=2, hours=1)
    await found.press("maria", "Show")
    await found.press("maria", "Suggest a condition")
    await found.fill("maria", {"words": "Only on a Sunday night shift."})
    await found.press("adam", "Show")
    await found.press("adam", "Yes, that settles it")
    seen = await found.sees("olga", "line3")
    assert "1 settled since" in seen
    assert "brings the sides of" not in seen


async def test_k3_what_is_settled_waits_on_nobody_s_screen_any_more(found: Chat) -> None:
    await found.wait(days=2, hours=1)
    await found.press("maria", "Show")
    await found.press("maria", "Suggest a condition")
    await found.fill("maria", {"words": "Only on a Sunday night shift."})
    await found.press("adam", "Show")
    await found.press("adam", "Yes, that settles it")
    for person in ("maria", "adam"):
        seen = await found.sees(person)
        assert "waits for you C-1" not in seen
        assert "Nothing in this message waits for you any more. For all of it, type /align contradictions." in seen


async def test_c15_a_changed_answer_ends_it_by_itself(found: Chat) -> None:
    await found.wait(days=2, hours=1)
    await found.press("adam", "Open as form")
    await found.fill("adam", {"outcome.statement": "All is well", STOP: "not_acceptable"})
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "an answer was changed" in thread


async def test_c15_what_begins_anew_is_not_over_on_the_card_that_everybody_reads(found: Chat) -> None:
    await found.wait(days=2, hours=1)
    await found.press("maria", "Show")
    await found.press("maria", "Suggest a condition")
    await found.fill("maria", {"words": "Only on a Sunday night shift."})
    await found.press("adam", "Show")
    await found.press("adam", "Yes, that settles it")
    await found.press("adam", "Open as form")
    await found.fill("adam", {"outcome.statement": "All is well", STOP: "acceptable_if"})
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "answers were changed, and they contradict each other again" in thread
    assert "a condition was agreed" not in thread
    assert "Only on a Sunday night shift." not in thread
    await found.wait(days=3)
    thread = await found.sees("piotr", "line3", thread="round/line3/1/summary")
    assert "with @Adam Wolski and @Maria Nowak" in thread
    assert "contradict each other again" not in thread


async def test_only_the_two_sides_see_and_answer_what_is_private(found: Chat) -> None:
    button = await found.find("maria", "Show")
    refused = await found.post("piotr", "press", {"command": button.command})
    assert (refused.kind, refused.text) == ("refusal", "There is no such contradiction here. It may have been removed.")
