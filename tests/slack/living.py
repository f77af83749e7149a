"""Accord in a Slack workspace: the real server, the fake Slack beside it, and the people between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientSession, web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.slack_settings import SlackSettings
from bot.web import application
from flows.commands import Actor, Command
from flows.effects import Outcome
from tests.slack.fake.delivering import Carrier, HttpCarrier
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Team
from tests.slack.people import SlackChat
from tests.slack.workplace import Workplace
from tests.stories.chat import MONDAY
from tests.tables import lay_tables

MISTAKES = frozenset({"invalid_blocks", "invalid_arguments", "unknown_method", "no_text", "msg_too_long"})

UNHURRIED = 30.0
"""Seconds for an answer, here and at Slack: what people do is told the same on a machine that is busy otherwise. That
answers are given within Slack's three seconds is shown by the tests of the adapter and by the benchmarks."""


def settings(slack: FakeSlack, database: str) -> Settings:
    """A single workspace, over HTTP."""
    chosen = SlackSettings(signing_secret=slack.secret, bot_token=slack.team().token, api_url=f"{slack.url}/api/")
    return Settings(
        database=database, local_workspace=False, slack=chosen, answer_within=UNHURRIED, pictures_within=UNHURRIED
    )


@dataclass(frozen=True)
class Served:
    """Accord with its real server on a loopback port. `heard`: what its engine answered, by event id."""

    app: App
    url: str
    session: ClientSession
    slack: FakeSlack
    heard: dict[str, Outcome]

    def chat(self, team: Team, organisation: str, carrier: Carrier | None = None) -> SlackChat:
        """The people of one workspace. `carrier`: the way to Accord, HTTP unless it says otherwise."""
        http = HttpCarrier(f"{self.url}/slack/events", self.slack.secret, time.time)
        http.patience = self.slack.triggers.life = UNHURRIED
        chat = SlackChat(self.app, self.session, Workplace(self.slack, team), carrier or http)
        chat.organisation, chat.heard = organisation, self.heard
        return chat


@asynccontextmanager
async def serving(slack: FakeSlack, chosen: Settings, start: datetime = MONDAY) -> AsyncIterator[Served]:
    """Accord with these settings, at a simulated moment."""
    await asyncio.to_thread(lay_tables, chosen.database)
    clock = Clock.beginning(start)
    slack.now = clock.now
    app = await build(chosen, clock)
    assert app.slack is not None
    runner = web.AppRunner(application(app), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard: dict[str, Outcome] = {}
    overhear(app, heard)
    try:
        await app.slack.start(door=True)
        async with ClientSession() as session:
            yield Served(app, f"http://127.0.0.1:{runner.addresses[0][1]}", session, slack, heard)
    finally:
        await runner.cleanup()
        await app.slack.stop()
        await app.close()
    assert not (wrong := misshapen(slack)), wrong


@asynccontextmanager
async def running(slack: FakeSlack, database: str, start: datetime = MONDAY) -> AsyncIterator[SlackChat]:
    """Accord in the first workspace, over HTTP."""
    async with serving(slack, settings(slack, database), start) as served:
        await known(served.app)
        yield served.chat(slack.team(), served.app.organisation)


async def known(app: App) -> None:
    """Returns when Slack has said which workspace the token is for."""
    assert app.slack is not None
    async with asyncio.timeout(UNHURRIED):
        while app.slack.unknown:
            await asyncio.sleep(0.01)


def misshapen(slack: FakeSlack) -> list[str]:
    """The calls that Slack could make nothing of: Accord's own mistakes."""
    return [f"{call.method}: {call.why}" for call in slack.calls if call.outcome in MISTAKES]


def overhear(app: App, heard: dict[str, Outcome]) -> None:
    """Notes what the engine answers: Slack shows a reply and a refusal alike."""
    run = app.engine.run

    async def noted(actor: Actor, command: Command, event_id: str) -> Outcome:
        outcome = await run(actor, command, event_id)
        heard[event_id] = outcome
        return outcome

    app.engine.run = noted  # type: ignore[method-assign]
