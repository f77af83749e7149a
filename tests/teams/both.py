"""One Accord for a company whose people are in Slack and in Teams."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import ClientSession, web

from bot.app import build
from bot.clock import Clock
from bot.operate import order
from bot.web import application
from flows.effects import Outcome
from flows.projects.loading import LoadProject
from tests.slack.fake.delivering import HttpCarrier as ToSlackDoor
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import known, misshapen, overhear
from tests.slack.living import settings as slack_settings
from tests.slack.people import SlackChat
from tests.slack.workplace import Workplace as SlackPlace
from tests.stories.chat import MONDAY
from tests.tables import lay_tables
from tests.teams.fake.delivering import HttpCarrier as ToTeamsDoor
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import misshapen as misshapen_in_teams
from tests.teams.living import settings as teams_settings
from tests.teams.people import TeamsChat
from tests.teams.workplace import Workplace as TeamsPlace


@dataclass(frozen=True)
class Both:
    """The same Accord, seen from each side."""

    slack: SlackChat
    teams: TeamsChat

    async def load(self, command: LoadProject, in_slack: tuple[str, ...], in_teams: tuple[str, ...]) -> None:
        """Sets a project up; who is in which chat, and its channel in both."""
        people = {person.id: person for person in command.file.people}
        for chat, there in ((self.slack, in_slack), (self.teams, in_teams)):
            chat.away = frozenset(people) - frozenset(there)
            for person_id in there:
                await chat.seat(person_id, people[person_id])
            await chat.opened(command.file.project.channel)
        side = self.slack.side
        for installation in await side.installations.all():  # as Slack is read again and again
            await side.syncing.everything(installation)
        await order(self.slack.app, command)
        await self.slack.settle()


@asynccontextmanager
async def served(slack: FakeSlack, teams: FakeTeams, database: str, start: datetime = MONDAY) -> AsyncIterator[Both]:
    """Accord with both doors, at a simulated moment."""
    await asyncio.to_thread(lay_tables, database)
    clock = Clock.beginning(start)
    slack.now = teams.now = clock.now
    chosen = slack_settings(slack, database)
    app = await build(replace(chosen, teams=teams_settings(teams, database).teams), clock)
    heard: dict[str, Outcome] = {}
    overhear(app, heard)
    async with AsyncExitStack() as open_things:
        open_things.push_async_callback(app.close)
        runner = web.AppRunner(application(app), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        for side in app.sides:
            await side.start(door=True)
            open_things.push_async_callback(side.stop)
        open_things.push_async_callback(runner.cleanup)
        await known(app)
        session = await open_things.enter_async_context(ClientSession())
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        to_slack = ToSlackDoor(f"{url}/slack/events", slack.secret, time.time)
        to_teams = ToTeamsDoor(teams, f"{url}/api/messages")
        both = Both(
            SlackChat(app, session, SlackPlace(slack, slack.team()), to_slack),
            TeamsChat(app, session, TeamsPlace(teams, teams.tenant()), to_teams),
        )
        both.slack.heard = both.teams.heard = heard
        yield both
    assert not (wrong := [*misshapen(slack), *misshapen_in_teams(teams)]), wrong
