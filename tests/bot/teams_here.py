"""A running Accord with Teams, for tests of what it is put together with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp.test_utils import TestServer

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.teams import TeamsSide
from bot.teams_settings import TeamsSettings
from bot.web import application
from tests.tables import lay_tables
from tests.teams.fake.delivering import HttpCarrier
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.teams import FakeTeams
from tests.teams.fake.world import User

SOON = 20.0


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    fake = FakeTeams()
    fake.tenant()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    await asyncio.to_thread(lay_tables, url)
    return url


def real(teams: FakeTeams, database: str) -> Settings:
    chosen = TeamsSettings(
        app_id=teams.app_id,
        app_password=teams.secret,
        tenants=(teams.tenant().id,),
        service_hosts=(urlsplit(teams.url).netloc,),
        openid_url=teams.openid_url,
        login_url=teams.url,
    )
    return Settings(database=database, local_workspace=False, teams=chosen)


def playground(database: str) -> Settings:
    return Settings(database=database, local_workspace=False, teams=TeamsSettings(development=True))


@dataclass
class Running:
    """Accord with Teams, as `serve` begins and ends it."""

    app: App
    side: TeamsSide
    teams: FakeTeams
    carrier: HttpCarrier

    async def types(self, user: User, text: str, token: str | None = None) -> int:
        """Somebody writes to Accord in their own chat; the status of the answer."""
        tenant = self.teams.tenant()
        activity = Payloads(self.teams, tenant).typed(user, tenant.personal(user), text)
        return (await self.carrier.carry(activity, token)).status

    async def answered(self, user: User) -> list[str]:
        """What Accord has posted into their chat, once there is something."""
        tenant = self.teams.tenant()
        async with asyncio.timeout(SOON):
            while not (found := [each for each in tenant.screen(tenant.personal(user).id) if not each.sender]):
                await asyncio.sleep(0.01)
        return [str(each.card()) + each.text for each in found]


@asynccontextmanager
async def running(teams: FakeTeams, settings: Settings) -> AsyncIterator[Running]:
    app = await build(settings, Clock())
    side = app.teams
    assert side is not None
    await side.start(door=True)
    async with TestServer(application(app)) as server:
        yield Running(app, side, teams, HttpCarrier(teams, str(server.make_url("/api/messages"))))
    await side.stop()
    await app.close()
