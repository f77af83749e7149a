"""F06: lost answers, often: Slack 0 lost and 0 doubled; Teams at most one more for each, and no nudge twice.

Each answer that does not say whether it was done is in the delivery log.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from adapters.web.ports import LOCAL
from flows.escalations.records import Happened
from storage.tables import table
from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, events
from tests.faults.rig.nursery import nursery
from tests.faults.rig.plants import founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import Odds, environment, flaky_slack, odds
from tests.faults.rig.tally import connected, quiet, tally
from tests.slack.fake.faults import AFTER, Fault
from tests.stories.chat import MONDAY
from tests.stories.test_escalations import FILLED, load
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import running
from tests.teams.people import TeamsChat

UNCLEAR = {Fault.ERROR_AFTER: 0.05, Fault.RESET_AFTER: 0.05}
"""Shares of all calls: more than twice what the row asks for, because there are fewer."""
LOGGED = table("delivery_log")
ESCALATIONS = 5
"""As many as one person may send within an hour."""


def logged(database: str) -> int:
    """How many answers are in the delivery log that did not say whether it was done."""
    with connected(database) as connection:
        noted = select(func.count()).select_from(LOGGED).where(LOGGED.c.what == "unclear")
        return int(connection.execute(noted).scalar_one())


@pytest.mark.timeout(400)
async def test_slack_loses_one_answer_in_ten(tmp_path: Path, report: Report) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with flaky_slack(UNCLEAR, seed=6) as slack, nursery() as nest:
        company = await founded(database, slack, plants=8)
        accord = Replica(surroundings(**environment(slack, database)), tmp_path / "accord.log", nursery=nest)
        crowd = Crowd(company, [accord])
        crowd.allow(320)
        async with replicas(accord):
            await crowd.act(events(company, plant, 40) for plant in company.plants)
            await quiet(database, 120)
            await accord.terminate()
        found = await tally(company, crowd.accepted)
    unclear = sum(count for (method, _), count in odds(slack).had.items() if method.startswith("chat."))
    report.say("F06", "Slack", f"{unclear} unclear answers, {logged(database)} of them in the delivery log, {found}")
    assert found.clean, found
    assert unclear > 10
    assert logged(database) == unclear


@pytest.mark.timeout(240)
async def test_teams_loses_three_answers_in_ten(tmp_path: Path, report: Report) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    weather = Odds(random=Random(6), only=frozenset({"post"}))  # noqa: S311
    teams = FakeTeams(troubles=weather)
    await teams.start()
    try:
        async with running(teams, database) as bot:
            await load(bot, tmp_path)
            for number in range(ESCALATIONS):
                weather.shares = {}
                await raised(bot)
                weather.shares = {fault: 3 * share for fault, share in UNCLEAR.items()}
                await bot.until(MONDAY + timedelta(minutes=5 * (number + 1)))
            await bot.until(MONDAY + timedelta(hours=8))
            extra, doubled = await _more_than_once(bot)
    finally:
        await asyncio.shield(teams.stop())
    unclear = sum(weather.had.values())
    told = f"{ESCALATIONS} escalations, {unclear} unclear answers, {logged(database)} of them in the delivery log"
    report.say("F06", "Teams", f"{told}: {extra} messages once more, {doubled} nudges doubled")
    assert unclear > 5
    assert logged(database) == unclear
    assert extra <= unclear
    assert doubled == 0


async def raised(bot: TeamsChat) -> None:
    """Ben escalates; what follows waits to be sent."""
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", FILLED)
    press = await bot.find("ben", "Send to Maria")
    await bot.carry(bot.gestures.press(await bot.user("ben"), press.command).activity)


async def _more_than_once(bot: TeamsChat) -> tuple[int, int]:
    """First cards beyond one for each escalation and person, and reminders beyond those there were to be."""
    kept = await bot.app.store.read(LOCAL, lambda records: records.escalations.all())
    assert len(kept) == ESCALATIONS
    applied = [call for call in bot.teams.made("post") if call.outcome == "ok" or _was_done(call.outcome)]
    said = [(call.team, json.dumps(call.arguments, ensure_ascii=False)) for call in applied]
    extra = doubled = 0
    for each in kept:
        cards = Counter(team for team, text in said if f"{each.label} · Decision needed" in text)
        nudges = sum(f"{each.label}," in text and "A decision waits for you" in text for _, text in said)
        assert cards, f"{each.label} is lost"
        extra += sum(count - 1 for count in cards.values())
        doubled += max(0, nudges - sum(event.what is Happened.NUDGED for event in each.history))
    return extra, doubled


def _was_done(outcome: str) -> bool:
    return any(outcome == f"ordered: {fault}" for fault in AFTER)
