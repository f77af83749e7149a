"""A project with people in Slack and in Teams: one card, and the first valid action wins (K2, J5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.project_files import load_file
from flows.projects.loading import LoadProject
from storage.verifying import verify
from tests.slack.fake.slack import FakeSlack
from tests.stories.test_escalations import FILLED, PROJECT, decide, sees
from tests.teams.both import Both, served
from tests.teams.fake.teams import FakeTeams

IN_SLACK, IN_TEAMS = ("adam", "ewa", "ben", "kim", "piotr", "rita"), ("maria", "jan", "kim")


@pytest.fixture
async def both(teams: FakeTeams, database: str, tmp_path: Path) -> AsyncIterator[Both]:
    """Line 3: who decides is in Teams, who asks is in Slack, and Kim is in both."""
    slack = FakeSlack()
    await slack.start()
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    file = await asyncio.to_thread(load_file, path)
    async with served(slack, teams, database) as both:
        await both.load(LoadProject(file, start=False, answers=False), IN_SLACK, IN_TEAMS)
        yield both
        assert (await verify(both.slack.app.store)).problems == ()
    await slack.stop()


async def escalate(both: Both) -> None:
    """Ben asks in Slack for what Maria decides in Teams."""
    await both.slack.say("ben", "/escalate", "line3")
    shown = await both.slack.fill("ben", FILLED)
    assert shown.kind == "message", shown.problems
    await both.slack.press("ben", "Send to Maria")


async def test_k2_asked_in_slack_decided_in_teams_and_told_in_both(both: Both) -> None:
    await escalate(both)
    assert "Decision needed" in await both.teams.sees("maria")
    assert (await decide(both.teams, "maria")).startswith("Recorded as D-1.")
    await both.slack.settle()
    assert "Maria Nowak decided: 15 May." in await sees(both.slack, "ben")
    assert "Maria Nowak decided: 15 May." in await sees(both.slack, "piotr", "line3")
    assert "Maria Nowak decided: 15 May." in await sees(both.teams, "jan", "line3")


async def test_k2_the_first_valid_action_wins_wherever_it_is_done(both: Both) -> None:
    await escalate(both)
    taken = await both.teams.find("maria", "I'll take it")
    assert "is yours" in (await both.teams.post("maria", "press", {"command": taken.command})).text
    await both.slack.settle()
    assert "Maria Nowak, the decider, has taken this" in await sees(both.slack, "ben")
    late = await both.teams.post("maria", "press", {"command": taken.command})
    assert late.text.startswith("Maria Nowak has taken this")


async def test_j5_somebody_in_both_is_one_person_and_is_written_to_once_where_they_last_were(both: Both) -> None:
    assert "Line 3 MES" in await both.teams.say("kim", "/align status", "line3")
    await escalate(both)
    await decide(both.teams, "maria")
    await both.slack.settle()
    told = "Maria Nowak decided: 15 May."
    assert (await sees(both.teams, "kim")).count(told) + (await sees(both.slack, "kim")).count(told) == 1
    assert told in await sees(both.teams, "kim")
