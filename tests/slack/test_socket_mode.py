"""Socket Mode from end to end: the same story without any address of Accord's own, with connections that break."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import UNHURRIED, known, serving, settings
from tests.slack.people import SlackChat
from tests.stories.test_escalations import decide, escalate, load, sees


@pytest.fixture
async def socketed(slack: FakeSlack, database: str, tmp_path: Path) -> AsyncIterator[SlackChat]:
    """The project is set up; everything goes over WebSockets."""
    plain = settings(slack, database)
    assert plain.slack is not None
    chosen = replace(plain, slack=replace(plain.slack, app_token=slack.app_token))
    async with serving(slack, chosen) as served:
        await known(served.app)
        await connections(slack, 2)
        slack.sockets.patience = UNHURRIED
        chat = served.chat(slack.team(), served.app.organisation, slack.sockets)
        await load(chat, tmp_path)
        yield chat


async def connections(slack: FakeSlack, count: int, opened: int = 0) -> None:
    """Waits until there are so many, and so many have been opened altogether."""
    async with asyncio.timeout(20):
        while len(slack.sockets.connections) < count or slack.sockets.opened < opened:
            await asyncio.sleep(0.05)


async def test_a_decision_is_made_over_sockets(socketed: SlackChat) -> None:
    await escalate(socketed)
    assert (await decide(socketed, "maria")).startswith("Recorded as D-1.")
    assert "Maria Nowak decided: 15 May." in await sees(socketed, "piotr", "line3")
    assert "Cut over" in await socketed.say("ben", "/decisions", "line3")


async def test_slack_refreshes_the_connections_and_nothing_is_missed(socketed: SlackChat) -> None:
    opened = socketed.slack.sockets.opened
    await socketed.slack.sockets.refresh()
    await connections(socketed.slack, 2, opened + 2)
    assert "Where Line 3 MES stands" in await socketed.say("ben", "/align status", "line3")


async def test_every_connection_breaks_and_they_come_back(socketed: SlackChat) -> None:
    opened = socketed.slack.sockets.opened
    await socketed.slack.sockets.cut()
    await connections(socketed.slack, 1, opened + 1)
    await escalate(socketed)
    assert "Decision needed" in await socketed.sees("maria")


async def test_an_envelope_that_was_not_acknowledged_is_done_once(socketed: SlackChat) -> None:
    await escalate(socketed)
    press = await socketed.find("maria", "I'll take it")
    kind, payload = socketed.gestures.press(await socketed.user("maria"), press.command)
    for _ in range(2):  # the same envelope, since the acknowledgement of the first was lost
        assert (await socketed.carrier.carry(kind, payload)).ok
    await socketed.shown()
    await socketed.settle()
    assert (await sees(socketed, "ben")).count("has taken this") == 1


async def test_a_socket_that_is_switched_off_is_told_to_whoever_looks(socketed: SlackChat) -> None:
    await socketed.slack.sockets.refresh("link_disabled")
    await socketed.slack.sockets.cut()
    async with asyncio.timeout(20):
        while not socketed.side.problems():
            await asyncio.sleep(0.05)
    assert "Socket Mode has no connection that works." in " ".join(socketed.side.problems())
