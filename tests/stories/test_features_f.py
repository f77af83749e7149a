"""Rows of the feature list about escalation that test_escalations.py does not play."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.stories.chat import WARSAW, Chat
from tests.stories.test_escalations import FILLED, PROJECT, decide, escalate, load, sees

GONE = PROJECT.replace('email: maria@example.com, hours: "09:00-17:00"', "email: maria@example.com, active: false")
OTHERS = PROJECT.replace("decider: maria, deputy: jan", "decider: kim, deputy: ben").replace(
    "sponsor: adam", "sponsor: ewa"
)


async def test_f10_the_path_is_frozen_when_it_opens_but_for_who_is_gone(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    await escalate(bot)
    await load(bot, tmp_path, OTHERS)
    assert "I'll take it" in {press.label.split(" (")[0] for line in await bot.lines("maria") for press in line.presses}
    assert "Cut over" not in await sees(bot, "kim")
    await load(bot, tmp_path, GONE)
    assert "Maria Nowak has no working account any more" in await sees(bot, "ben")
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide by" in await sees(bot, "jan")
    await decide(bot, "jan")
    assert "Jan Lis, on behalf of Maria Nowak, decided: 15 May." in await sees(bot, "piotr", "line3")


async def test_f20_the_requester_sends_it_to_the_next_level_now_and_is_told_who_that_is(
    bot: Chat, tmp_path: Path
) -> None:
    await load(bot, tmp_path)
    await escalate(bot)
    assert "Jan Lis" in await sees(bot, "ben")
    told = await bot.press("ben", "Next level now")
    assert told.startswith("It is with Jan Lis now, until")
    assert "Jan Lis, the deputy" in await sees(bot, "jan")


async def test_f21_the_list_and_the_digest_show_how_old_it_is(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    await escalate(bot, day="2026-11-24")
    assert "E-1, fresh, open for 0 hours" in await bot.say("ewa", "/align escalations", "line3")
    await bot.wait(hours=20)
    assert "E-1, ageing, open for 20 hours" in await bot.say("ewa", "/align escalations", "line3")
    await bot.until(datetime(2026, 11, 30, 9, 1, tzinfo=WARSAW))
    assert "E-1, critical, open for 7 days" in await bot.say("ewa", "/align escalations", "line3")
    detail = await bot.sees("ewa", "line3", thread="digest/line3/1")
    assert "critical, open for 6 days, no decision since Tue 24 Nov, 16:00, with @Adam Wolski" in detail


async def test_f21_a_decision_that_nobody_is_left_to_take_is_not_called_late_before_its_day(
    bot: Chat, tmp_path: Path
) -> None:
    await load(bot, tmp_path)
    await escalate(bot)
    await bot.until(datetime(2026, 11, 30, 9, 1, tzinfo=WARSAW))
    detail = await bot.sees("ewa", "line3", thread="digest/line3/1")
    assert "critical, open for 6 days, nobody decided; needed by Fri 4 Dec, 16:00, with @Adam Wolski" in detail


async def test_f22_whoever_it_concerns_says_once_why_it_cannot_work(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    await escalate(bot, **{key: value for key, value in FILLED.items() if key == "question"})
    await decide(bot, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(bot, "kim")
    press = await bot.find("kim", "This cannot work")
    await bot.press("kim", "This cannot work")
    await bot.fill("kim", {"words": "No operator has a badge on that day."})
    assert "No operator has a badge on that day." in await sees(bot, "maria")
    again = await bot.post("kim", "press", {"command": press.command})
    assert again.kind == "refusal"
