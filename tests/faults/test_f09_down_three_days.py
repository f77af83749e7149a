"""F09: Accord was down for three days, over a weekend with a digest, reminders and ends of steps in it.

Nobody finds a heap of messages: one reminder each, one digest, nothing about what is closed, each decision one step on.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.commands import Actor
from flows.escalations.commands import Withdraw
from flows.escalations.records import Escalation, EscalationState
from flows.messages import ToPerson
from tests.storage.clerk import post
from tests.stories.chat import MONDAY, WARSAW, Arrival, Chat, running
from tests.stories.post_office import START, Office, office
from tests.stories.test_escalations import PROJECT, escalate, load, sees

__all__ = ["office"]

PLANT = (
    PROJECT
    + "  - {tradeoff: speed/cost, decider: maria, deputy: jan, within: 10 working days}\n"
    + "round: {due: 2026-12-02T15:00}\n"
)
FRIDAY, BACK = datetime(2026, 11, 27, 9, 5, tzinfo=WARSAW), datetime(2026, 11, 30, 9, 30, tzinfo=WARSAW)
LONG, SHORT = 2, 1
"""Decisions with two weeks per step, and with a day, all with Maria."""


@pytest.fixture
async def before(database_url: str, tmp_path: Path) -> int:
    """Stopped on Friday; how many messages had come by then."""
    async with running(database_url, FRIDAY - timedelta(minutes=5)) as bot:
        await load(bot, tmp_path, PLANT)
        await bot.say("ewa", "/align start line3")
        for number in range(LONG + SHORT + 1):
            tradeoff = "speed/cost" if number < LONG else "speed/operational_safety"
            question = f"Question {number}?"
            await escalate(bot, tradeoff=tradeoff, question=question, day="2027-01-29")
        await bot.until(FRIDAY)
        return len(await bot.arrivals())


async def since(bot: Chat, before: int) -> list[Arrival]:
    return (await bot.arrivals())[before:]


async def kept(bot: Chat) -> dict[int, Escalation]:
    return {each.number: each for each in await bot.app.store.read("local", lambda records: records.escalations.all())}


async def test_it_comes_back_quietly(before: int, database_url: str) -> None:
    async with running(database_url, BACK) as bot:
        closed = f"line3/E-{LONG + SHORT + 1}"
        await bot.app.engine.run(Actor("local", "ben"), Withdraw(closed, 0, values={"words": "Not needed."}), "w")
        await bot.app.tick()  # as a start does, before anything is sent
        await bot.settle()
        came = await since(bot, before)
        reminders = Counter(each.to for each in came if "/nudge/" in each.key or each.key.startswith("escalations/"))
        assert reminders["@maria"] == 1
        assert max(reminders.values()) == 1
        assert sum(each.key.startswith("digest/") and "/detail" not in each.key for each in came) <= 2, "and its thread"
        assert not [each for each in came if each.key.startswith(f"escalation/{closed}/")]
        now = await kept(bot)
        assert [now[number].step for number in range(1, LONG + SHORT + 1)] == [0] * LONG + [1] * SHORT
        for number in range(LONG + 1, LONG + SHORT + 1):
            assert now[number].until > bot.now + timedelta(hours=7), "Jan has his normal time"
        assert "did not answer in time; Accord was not running when the time ended" in await sees(bot, "jan")
        told_sponsor = {each.key for each in came if each.to == "@adam"}
        assert told_sponsor <= {"digest/line3/1/sponsor"}, "what may come to him; nothing has yet"
        await bot.wait(hours=2)
        assert all(each.step <= 1 for each in (await kept(bot)).values())


async def test_one_reminder_tells_of_everything_that_waits(database_url: str, tmp_path: Path) -> None:
    async with running(database_url) as bot:
        await load(bot, tmp_path, PLANT)
        for number in range(LONG):
            await escalate(bot, tradeoff="speed/cost", question=f"Question {number}?", day="2027-01-29")
    async with running(database_url, MONDAY + timedelta(days=3)) as bot:
        await bot.app.tick()
        await bot.settle()
        (reminder,) = [each for each in await bot.lines("maria") if each.key.startswith("escalations/")]
        for words in ("2 decisions wait for you", "Question 0?", "Question 1?", "This comes late"):
            assert words in reminder.text
        await bot.wait(hours=5)
        assert [each for each in await bot.arrivals() if each.to == "@maria" and "/nudge/" in each.key], "then as usual"


async def test_what_is_decided_before_the_reminder_goes_is_not_in_it(database_url: str, tmp_path: Path) -> None:
    async with running(database_url) as bot:
        await load(bot, tmp_path, PLANT)
        await escalate(bot, tradeoff="speed/cost", day="2027-01-29")
    async with running(database_url, MONDAY + timedelta(days=3)) as bot:
        await bot.app.tick()
        await bot.app.engine.run(Actor("local", "ben"), Withdraw("line3/E-1", 0, values={"words": "No."}), "w")
        await bot.settle()
        assert (await kept(bot))[1].state is EscalationState.WITHDRAWN
        assert not [each for each in await bot.arrivals() if each.key.startswith("escalations/")]


MANY = 70


async def test_a_heap_of_late_messages_comes_at_a_pace_and_decisions_do_not_wait_for_it(office: Office) -> None:
    late = [post(f"round/p/{n}/kickoff", "Questions.", ToPerson(f"p{n}")) for n in range(MANY)]
    asks = [post(f"escalation/p/E-{n}/card/p{n}", "Please decide.", ToPerson(f"p{n}")) for n in range(MANY)]
    await office.clerk.posts(*late, *asks)
    office.clerk.now += timedelta(days=3)
    back, came = office.clerk.now, dict[str, timedelta]()
    while len(came) < 2 * MANY:
        await office.delivers()
        for shown in office.chat.screen.values():
            came.setdefault(shown.key, office.clerk.now - back)
        assert office.clerk.now < back + timedelta(minutes=10), len(came)
        office.clerk.now += timedelta(seconds=1)
    pace = Counter(at // timedelta(minutes=1) for key, at in came.items() if key.startswith("round/"))
    assert max(pace.values()) <= 20
    assert max(at for key, at in came.items() if key.startswith("escalation/")) <= timedelta(minutes=1)
    assert all(shown.late for shown in office.chat.screen.values())


async def test_what_is_on_time_is_not_held_up(office: Office) -> None:
    await office.clerk.posts(*(post(f"round/p/{n}/kickoff", "Questions.", ToPerson(f"p{n}")) for n in range(MANY)))
    await office.delivers()
    assert len(office.chat.screen) == MANY
    assert office.clerk.now == START
