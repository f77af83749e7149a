"""Slack and Teams in one process: each has its door, and somebody who is in both is one person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from adapters.slack.manifest import SCOPES
from bot.app import App, build
from bot.clock import Clock
from bot.doctor import doctor
from bot.operate import tasks
from bot.slack_settings import SlackSettings
from bot.web import application
from flows.people import Person
from storage.store import Cause
from tests.bot.teams_here import Running, database, real, teams
from tests.bot.test_start_warnings import LOAD, written
from tests.slack.fake.slack import FakeSlack
from tests.storage.clerk import post
from tests.teams.fake.delivering import HttpCarrier
from tests.teams.fake.teams import FakeTeams

__all__ = ["database", "teams"]
SOON = 20.0
MARIA = Person("maria", "Maria Nowak", "maria@plant.example", zone="Europe/Warsaw")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    fake.team().scopes = tuple(SCOPES)
    await fake.start()
    yield fake
    await fake.stop()


@asynccontextmanager
async def served(slack: FakeSlack, teams: FakeTeams, database: str) -> AsyncIterator[Running]:
    """Both, as `serve` begins and ends them."""
    chosen = SlackSettings(signing_secret=slack.secret, bot_token=slack.team().token, api_url=f"{slack.url}/api/")
    app = await build(replace(real(teams, database), slack=chosen), Clock())
    assert app.teams is not None
    for side in app.sides:
        await side.start(door=True)
    async with TestServer(application(app)) as server:
        yield Running(app, app.teams, teams, HttpCarrier(teams, str(server.make_url("/api/messages"))))
    for side in app.sides:
        await side.stop()
    await app.close()


async def in_slack(app: App) -> None:
    """Returns when Maria's account in Slack is known."""
    assert app.slack is not None
    async with asyncio.timeout(SOON):
        while await app.slack.accounts.of("local", "maria") is None:
            for installation in await app.slack.installations.all():
                await app.slack.syncing.everything(installation)
            await asyncio.sleep(0.01)


async def test_k2_somebody_in_both_is_one_person_with_an_account_in_each(
    slack: FakeSlack, teams: FakeTeams, database: str
) -> None:
    slack.person(slack.team(), "Maria Nowak", "maria@plant.example")
    there = teams.person(teams.tenant(), "Maria Nowak", "Maria@Plant.example")
    async with served(slack, teams, database) as here:
        cause = Cause("test", "Keep", here.app.clock.now())
        await here.app.store.run("local", cause, lambda records: records.people.put(MARIA))
        await in_slack(here.app)
        assert await here.types(there, "help") == 200
        await here.answered(there)
        people = await here.app.store.read("local", lambda records: records.people.all())
        assert [person.id for person in people] == ["maria"]
        for side in here.app.sides:
            assert (account := await side.chat.accounts.of("local", "maria")) is not None
            assert account.person_id == "maria"


async def test_k2_whoever_is_in_both_is_written_to_where_they_did_something_last(
    slack: FakeSlack, teams: FakeTeams, database: str
) -> None:
    slack.person(slack.team(), "Maria Nowak", "maria@plant.example")
    there = teams.person(teams.tenant(), "Maria Nowak", "maria@plant.example")
    async with served(slack, teams, database) as here:
        cause = Cause("test", "Keep", here.app.clock.now())
        await here.app.store.run("local", cause, lambda records: records.people.put(MARIA))
        await in_slack(here.app)
        await tells(here.app, "before", lambda: len(slack.made("chat.postMessage")) == 1)
        await here.types(there, "help")
        await here.answered(there)
        await tells(here.app, "after", lambda: len(teams.made("post")) == 2)
        assert len(slack.made("chat.postMessage")) == 1


async def tells(app: App, word: str, shown: Callable[[], bool]) -> None:
    """Accord writes to Maria; returns when it is shown, a second after what was shown before."""
    now = app.clock.now()
    queued = post(word, word)
    await app.store.run("local", Cause("test", "Tell", now), lambda records: records.queue([queued]))
    async with asyncio.timeout(SOON):
        while not shown():
            await app.delivery.deliver_once(app.clock.now())
            await asyncio.sleep(0.05)


async def test_each_has_its_own_door_and_one_organisation(slack: FakeSlack, teams: FakeTeams, database: str) -> None:
    async with served(slack, teams, database) as here:
        doors = {route.resource.canonical for route in application(here.app).router.routes() if route.resource}
        assert {"/slack/events", "/api/messages"} <= doors
        assert {name for side in here.app.sides for name in await side.organisations()} == {"local"}
        assert here.app.organisation == "local"


async def test_the_doctor_looks_at_both(slack: FakeSlack, teams: FakeTeams, database: str) -> None:
    async with served(slack, teams, database) as here:
        said = "\n".join((await doctor(here.app, "")).lines)
    assert "Slack workspace acme" in said
    assert "Microsoft accepts the bot's app id and password." in said


async def test_whom_one_of_them_reaches_is_not_said_to_be_out_of_reach(
    slack: FakeSlack, teams: FakeTeams, database: str, tmp_path: Path
) -> None:
    there = teams.person(teams.tenant(), "Ewa Kot", "ewa@plant.example")
    slack.person(slack.team(), "Jan Lis", "jan@plant.example")
    async with served(slack, teams, database) as here:
        await tasks(here.app)["project-load"]({**LOAD, "file": str(written(tmp_path))})
        await here.types(there, "help")
        await here.answered(there)
        lines = (await doctor(here.app, "")).lines
        assert not any("Ewa Kot:" in line or "Jan Lis:" in line for line in lines)
        assert "ok       Alarms go to Ewa Kot." in lines
