"""Accord in a Teams tenant: the real server, the fake Teams beside it, and the people between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import ClientSession, web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.teams_settings import TeamsSettings
from bot.web import application
from flows.effects import Outcome
from tests.slack.living import UNHURRIED, overhear
from tests.stories.chat import MONDAY
from tests.tables import lay_tables
from tests.teams.fake.delivering import HttpCarrier
from tests.teams.fake.teams import FakeTeams
from tests.teams.fake.world import Tenant
from tests.teams.people import TeamsChat
from tests.teams.workplace import Workplace

MISTAKES = frozenset({"BadSyntax", "MessageSizeTooBig", "BotNotRegistered"})


def settings(teams: FakeTeams, database: str) -> Settings:
    """One bot of a single tenant."""
    chosen = TeamsSettings(
        app_id=teams.app_id,
        app_password=teams.secret,
        tenants=(teams.tenant().id,),
        service_hosts=(urlsplit(teams.url).netloc,),
        openid_url=teams.openid_url,
        login_url=teams.url,
    )
    return Settings(database=database, local_workspace=False, teams=chosen, answer_within=UNHURRIED)


@dataclass(frozen=True)
class Served:
    """Accord with its real server on a loopback port. `heard`: what its engine answered, by event id."""

    app: App
    url: str
    session: ClientSession
    teams: FakeTeams
    heard: dict[str, Outcome]

    def chat(self, tenant: Tenant) -> TeamsChat:
        """The people of one tenant."""
        carrier = HttpCarrier(self.teams, f"{self.url}/api/messages")
        carrier.patience = UNHURRIED
        chat = TeamsChat(self.app, self.session, Workplace(self.teams, tenant), carrier)
        chat.heard = self.heard
        return chat


@asynccontextmanager
async def serving(teams: FakeTeams, chosen: Settings, start: datetime = MONDAY) -> AsyncIterator[Served]:
    """Accord with these settings, at a simulated moment."""
    await asyncio.to_thread(lay_tables, chosen.database)
    clock = Clock.beginning(start)
    teams.now = clock.now
    app = await build(chosen, clock)
    assert app.teams is not None
    runner = web.AppRunner(application(app), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard: dict[str, Outcome] = {}
    overhear(app, heard)
    try:
        await app.teams.start(door=True)
        async with ClientSession() as session:
            yield Served(app, f"http://127.0.0.1:{runner.addresses[0][1]}", session, teams, heard)
    finally:
        await runner.cleanup()
        await app.teams.stop()
        await app.close()
    assert not (wrong := misshapen(teams)), wrong


@asynccontextmanager
async def running(teams: FakeTeams, database: str, start: datetime = MONDAY) -> AsyncIterator[TeamsChat]:
    """Accord in the first tenant."""
    async with serving(teams, settings(teams, database), start) as served:
        yield served.chat(teams.tenant())


def misshapen(teams: FakeTeams) -> list[str]:
    """The calls that Teams could make nothing of: Accord's own mistakes."""
    return [f"{call.method}: {call.outcome}: {call.why}" for call in teams.calls if call.outcome in MISTAKES]
