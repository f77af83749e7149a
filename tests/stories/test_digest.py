"""The digest as people live it: every Monday at nine what changed, what waits and with whom; else one line."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.stories.chat import WARSAW, Chat, Running

LINE3 = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
CHANNEL = "line3-mes"
NEXT_MONDAY = datetime(2026, 11, 30, 9, tzinfo=WARSAW)
ESCALATION = {
    "question": "Cut over on 8 May or a week later?",
    "tradeoff": "speed/operational_safety",
    "option_a": "8 May",
    "option_b": "15 May",
    "impact": "The supplier's team leaves on 10 May.",
    "day": "2026-12-18",
    "time": "14:00",
    "urgency": "normal",
    "cost": "EUR 12,000 a day",
}


@pytest.fixture
async def answered(bot: Chat) -> Chat:
    """Line 3 with the answers of all six functions, at Monday 09:00 in Warsaw."""
    await bot.load(LINE3, start=False, answers=True)
    return bot


async def digests(bot: Chat) -> list[str]:
    """The digests in the channel, oldest first."""
    return [line.text for line in await bot.lines("ewa", CHANNEL) if line.key.startswith("digest/")]


async def detail(bot: Chat, number: int) -> str:
    return (await bot.lines("ewa", CHANNEL, thread=f"digest/line3-mes/{number}"))[-1].text


async def test_it_comes_on_monday_at_nine_with_its_detail_in_the_thread(answered: Chat) -> None:
    await answered.until(NEXT_MONDAY - timedelta(minutes=1))
    assert await digests(answered) == []
    await answered.until(NEXT_MONDAY + timedelta(seconds=5))
    (first,) = await digests(answered)
    assert "6 of 6 functions are in, 13 open contradictions, 0 decisions waiting and 0 decisions made" in first
    told = await detail(answered, 1)
    assert "Open before the kick-off on Mon 1 Feb 2027: 7 gaps and 13 contradictions." in told
    assert "Unplanned production stop: Leadership allows at most 8 h" in told
    assert "Nobody names a decider for speed / quality" in told


async def test_a_week_in_which_nothing_moved_is_one_line(answered: Chat) -> None:
    await answered.until(NEXT_MONDAY + timedelta(days=14, seconds=5))
    first, second, third = await digests(answered)
    assert "nothing has changed since the last digest" not in first
    assert "nothing has changed since the last digest" not in second, "two contradictions wait for Quality"
    assert "Quality must agree" in await detail(answered, 2)
    assert "nothing has changed since the last digest. 13 open contradictions, 0 decisions waiting." in third


async def test_a_decision_that_waits_is_told_with_its_age_and_owner_and_then_as_decided(answered: Chat) -> None:
    await answered.until(NEXT_MONDAY + timedelta(days=3, hours=1))
    await answered.say("tomasz", "/escalate", CHANNEL)
    assert (await answered.fill("tomasz", ESCALATION)).kind == "message"
    await answered.press("tomasz", "Send to Maria")
    await answered.press("maria", "I'll take it")
    await answered.until(NEXT_MONDAY + timedelta(days=7, seconds=5))
    assert "1 decision waiting" in (await digests(answered))[-1]
    waiting = await detail(answered, 2)
    assert "New: E-1 “Cut over on 8 May or a week later?”: with @Maria Nowak" in waiting
    assert "open for 3 days" in waiting
    assert "has cost" not in waiting, "it is not overdue, and whoever has it was told"
    assert "Quality must agree: with @Hanna" in waiting
    await answered.press("hanna", "Agree")
    await answered.press("maria", "Decide")
    await answered.fill("maria", {"choice": "b", "rationale": "Nobody gets hurt for a date."})
    await answered.until(NEXT_MONDAY + timedelta(days=14, seconds=5))
    assert "0 decisions waiting and 1 decision made" in (await digests(answered))[-1]
    decided = await detail(answered, 3)
    assert "D-1 “Cut over on 8 May or a week later?”: “15 May”. Decided by @Maria Nowak" in decided
    assert "Settled since the last digest 1 escalation." in decided


async def test_o10_the_running_sum_is_told_to_who_decides_first_and_once_overdue_to_the_sponsor(answered: Chat) -> None:
    await answered.until(NEXT_MONDAY + timedelta(days=3, hours=2))
    await answered.say("tomasz", "/escalate", CHANNEL)
    await answered.fill("tomasz", {**ESCALATION, "day": "2026-12-11"})
    await answered.press("tomasz", "Send to Maria")
    await answered.until(NEXT_MONDAY + timedelta(days=6))
    assert "Waiting has cost about 12,000 EUR so far." in await answered.sees("maria")
    assert "Waiting has cost" not in await answered.sees("adam")
    await answered.until(NEXT_MONDAY + timedelta(days=7, seconds=5))
    assert "has cost" not in await detail(answered, 2)
    await answered.until(NEXT_MONDAY + timedelta(days=14, seconds=5))
    assert "waiting has cost about 131,000 EUR so far" in await detail(answered, 3)
    assert "waiting has cost about 131,000 EUR" in await answered.say("adam", "/align status", CHANNEL)


async def test_functions_that_owe_answers_are_named_and_overdue_after_the_deadline(bot: Chat) -> None:
    await bot.load(LINE3, start=True)
    await bot.until(NEXT_MONDAY + timedelta(seconds=5))
    (first,) = await digests(bot)
    assert "0 of 6 functions are in (waiting for Leadership, Operations" in first
    assert "Answers of every function: Fri 15 Jan 2027, 16:00" not in await detail(bot, 1)
    status = await bot.say("ewa", "/align status", CHANNEL)
    assert "6 functions without answers" in status


async def test_before_the_round_closes_nothing_is_said_to_be_free_of_contradictions(bot: Chat) -> None:
    await bot.load(LINE3, start=True)
    await bot.press("maria", "Open as a form")
    await bot.fill("maria", {"outcome.statement": "No paper on line 3"})
    await bot.until(NEXT_MONDAY + timedelta(seconds=5))
    (first,) = await digests(bot)
    told = f"{first} {await detail(bot, 1)} {await bot.say('ewa', '/align status', CHANNEL)}"
    assert "1 of 6 functions is in" in first
    assert "open contradictions" not in first
    assert "None is open" not in told
    assert "Nothing is known to be missing" not in told
    assert told.count("The answers are compared when the round closes.") == 2
    await bot.until(NEXT_MONDAY + timedelta(days=7, seconds=5))
    assert "nothing has changed since the last digest. 0 decisions waiting." in (await digests(bot))[-1]


async def test_the_day_of_the_kick_off_is_told_on_that_day(answered: Chat) -> None:
    kickoff = datetime(2027, 2, 1, 9, 0, 5, tzinfo=WARSAW)
    await answered.until(kickoff)
    assert "Kick-off: Mon 1 Feb" in await answered.say("ewa", "/align status", CHANNEL)


async def test_status_says_the_same_at_any_time_and_only_to_who_asks(answered: Chat) -> None:
    before = await answered.sees("maria", CHANNEL)
    told = await answered.say("maria", "/align status", CHANNEL)
    assert "6 of 6 functions are in" in told
    assert "Open contradictions (13)" in told
    assert await answered.sees("maria", CHANNEL) == before
    elsewhere = await answered.say("maria", "/align status", None)
    assert elsewhere == told


async def test_status_says_once_that_nothing_has_changed(answered: Chat) -> None:
    await answered.until(NEXT_MONDAY + timedelta(seconds=5))
    told = await answered.say("maria", "/align status", CHANNEL)
    assert told.count("nothing has changed since the last digest") == 1
    assert "Readiness" in told


async def test_after_three_weeks_off_there_is_one_digest_and_it_says_it_is_late(answered: Chat) -> None:
    answered.app.clock.set_forward(NEXT_MONDAY + timedelta(days=16, hours=3))
    await answered.app.settle()
    await answered.wait(minutes=1)  # a chat takes one message a second in a channel
    (only,) = await digests(answered)
    assert "later than planned" in only
    await answered.until(NEXT_MONDAY + timedelta(days=21, seconds=5))
    assert len(await digests(answered)) == 2


async def test_nine_o_clock_stays_nine_o_clock_over_summer_time(database_url: str, running: Running) -> None:
    async with running(database_url, datetime(2027, 3, 22, 10, tzinfo=WARSAW)) as bot:
        await bot.load(LINE3, start=False, answers=True)
        await bot.until(datetime(2027, 4, 5, 12, tzinfo=WARSAW))
        lines = [line for line in await bot.lines("ewa", CHANNEL) if line.key.startswith("digest/")]
    assert [line.text.split("App")[1][:5] for line in lines] == ["09:00", "09:00"]


async def test_nothing_said_in_confidence_is_in_it(bot: Chat, tmp_path: Path) -> None:
    text = await asyncio.to_thread(LINE3.read_text, "utf-8")
    risk = "audit_finding: {stance: not_acceptable"
    assert risk in text
    canary = tmp_path / "canary.yaml"
    hidden = text.replace(
        "visibility: {outcome.measure: sponsor}", "visibility: {outcome.measure: sponsor, risks.stances: confidential}"
    )
    canary.write_text(hidden.replace("The approval is for 640 000 EUR and not more", "CANARY"), "utf-8")
    await bot.load(canary, start=False, answers=True)
    await bot.until(NEXT_MONDAY + timedelta(seconds=5))
    everything = " ".join([*await digests(bot), await detail(bot, 1), await bot.say("maria", "/align status", CHANNEL)])
    assert "in confidence" not in everything, "of one function alone everybody could tell what it said"
    assert "CANARY" not in everything
    assert "refuses it (test: any order" not in everything
