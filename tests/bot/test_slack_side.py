"""Slack in a running Accord: whose the token is, what is told when it does not work, and who is prepared for whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from cryptography.fernet import Fernet

from adapters.slack.manifest import SCOPES
from adapters.slack.ports import Installation, Workspace
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.doctor import doctor
from bot.operate import tasks
from bot.slack import SlackSide
from bot.slack_settings import SlackSettings
from bot.web import application
from flows.people import Person
from storage.errors import StoreRefused
from storage.store import Cause
from tests.slack.fake.faults import Trouble
from tests.slack.fake.slack import FakeSlack
from tests.tables import lay_tables

SOON = 20.0


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    await asyncio.to_thread(lay_tables, url)
    return url


def one(slack: FakeSlack, database: str) -> Settings:
    chosen = SlackSettings(signing_secret=slack.secret, bot_token=slack.team().token, api_url=f"{slack.url}/api/")
    return Settings(database=database, local_workspace=False, slack=chosen)


def many(slack: FakeSlack, database: str, *keys: str) -> Settings:
    chosen = SlackSettings(
        signing_secret=slack.secret, client_id="1.2", client_secret="fake", api_url=f"{slack.url}/api/"
    )
    url = "https://accord.example.com"
    return Settings(database=database, local_workspace=False, slack=chosen, secret_keys=keys, public_url=url)


@asynccontextmanager
async def opened(settings: Settings, *, start: bool = True) -> AsyncIterator[tuple[App, SlackSide]]:
    """Accord with Slack, as `serve` begins and ends it."""
    app = await build(settings, Clock())
    side = app.slack
    assert side is not None
    side.again = 0.05
    if start:
        await side.start(door=True)
    yield app, side
    await side.stop()
    await app.close()


async def until_known(side: SlackSide) -> None:
    async with asyncio.timeout(SOON):
        while side.unknown:
            await asyncio.sleep(0.01)


async def test_a_token_says_whose_it_is_once_and_for_all_starts(slack: FakeSlack, database: str) -> None:
    async with opened(one(slack, database)) as (_, side):
        await until_known(side)
        found = await side.installations.of("local")
    assert found is not None
    assert (found.workspace, found.name, found.bot_user_id) == (Workspace("", "T01"), "acme", slack.team().bot_user)
    assert found.scopes == tuple(SCOPES)
    await slack.stop()
    async with opened(one(slack, database)) as (_, side):
        assert side.unknown == ""
        assert await side.installations.find(Workspace("", "T01")) == found


async def test_while_slack_is_away_at_the_first_start_accord_says_so_and_goes_on(
    slack: FakeSlack, database: str
) -> None:
    slack.troubles.refuse("auth.test", "fatal_error", times=3)
    async with opened(one(slack, database)) as (app, side):
        app.heartbeat = asyncio.get_running_loop().time()
        assert any("which workspace" in problem for problem in app.problems())
        await until_known(side)
        assert app.problems() == []


async def test_a_token_that_slack_refuses_is_not_tried_again_and_again(slack: FakeSlack, database: str) -> None:
    slack.troubles.always["auth.test"] = Trouble(error="invalid_auth")
    async with opened(one(slack, database)) as (_, side):
        side.again = 0.01
        async with asyncio.timeout(SOON):
            while not slack.made("auth.test"):
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        assert "does not accept Accord's token" in side.unknown
    assert len(slack.made("auth.test")) == 1


async def test_people_and_channels_are_read_with_no_more_than_the_permissions_of_the_manifest(
    slack: FakeSlack, database: str
) -> None:
    jan = slack.person(slack.team(), "Jan Lis", "jan@plant.example")
    slack.channel(slack.team(), "line3")
    async with opened(one(slack, database)) as (_, side):
        await until_known(side)
        async with asyncio.timeout(SOON):
            while await side.spots.named("local", "line3") is None:
                await side.syncing.everything((await side.installations.all())[0])
        found = await side.accounts.find("local", jan.id)
    assert found is not None
    assert found.email == "jan@plant.example"
    assert {call.outcome for call in slack.calls} == {"ok"}


async def test_a_forged_request_is_refused_and_a_readable_one_is_not_asked_for_its_sender(
    slack: FakeSlack, database: str
) -> None:
    async with opened(one(slack, database)) as (app, _), TestServer(application(app)) as server:
        async with ClientSession() as session, session.post(server.make_url("/slack/events"), data=b"{}") as response:
            assert response.status == 401
        async with ClientSession() as session, session.get(server.make_url("/slack/install")) as response:
            assert response.status == 404  # a single workspace installs nothing here


async def keep(side: SlackSide, *teams: str) -> None:
    for team in teams:
        await side.installations.keep(
            Installation(f"slack-{team}", Workspace("", team), team.title(), f"xoxb-{team}-canary", "B1", "U1")
        )


async def test_each_workspace_finds_the_templates_there(slack: FakeSlack, database: str) -> None:
    key = Fernet.generate_key().decode()
    async with opened(many(slack, database, key), start=False) as (app, side):
        await keep(side, "T1")
        templates = await app.store.read("slack-T1", lambda records: records.templates.all())
        assert "industrial" in {template.id for template in templates}
        assert await app.store.read("slack-T2", lambda records: records.templates.all()) == ()


async def test_with_a_key_that_opens_nothing_accord_does_not_start(slack: FakeSlack, database: str) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    async with opened(many(slack, database, old), start=False) as (_, side):
        await keep(side, "T1", "T2")
    with pytest.raises(StoreRefused, match="ACCORD_SECRET_KEY"):
        await build(many(slack, database, new), Clock())
    async with opened(many(slack, database, new, old), start=False) as (_, side):
        assert [each.bot_token for each in await side.installations.all()] == ["xoxb-T1-canary", "xoxb-T2-canary"]
    async with opened(many(slack, database, new), start=False) as (_, side):  # the old key can go
        assert [each.paused for each in await side.installations.all()] == ["", ""]


async def test_the_operator_names_a_workspace_where_there_are_several(slack: FakeSlack, database: str) -> None:
    async with opened(many(slack, database, Fernet.generate_key().decode()), start=False) as (app, side):
        export = tasks(app)["project-export"]
        assert "none yet" in str((await export({"id": "line3", "organisation": ""}))["err"])
        await keep(side, "T1")
        assert "no project line3" in str((await export({"id": "line3", "organisation": ""}))["err"])
        await keep(side, "T2")
        assert "slack-T1, slack-T2" in str((await export({"id": "line3", "organisation": ""}))["err"])
        assert "no organisation slack-T3" in str((await export({"id": "line3", "organisation": "slack-T3"}))["err"])
        assert "no project line3" in str((await export({"id": "line3", "organisation": "slack-T2"}))["err"])


async def test_the_doctor_says_what_is_well(slack: FakeSlack, database: str) -> None:
    async with opened(one(slack, database), start=False) as (app, _):
        report = await doctor(app, "")
    assert not report.broken
    assert any(line.startswith("ok") and "acme" in line for line in report.lines)
    assert any("permissions it needs, and no others" in line for line in report.lines)


async def test_the_doctor_says_what_is_wrong_first_and_what_to_do(slack: FakeSlack, database: str) -> None:
    slack.team().scopes = tuple(scope for scope in SCOPES if scope != "im:write")
    async with opened(one(slack, database), start=False) as (app, _):
        report = await doctor(app, "")
        assert (await tasks(app)["doctor"]({"organisation": ""}))["exit"] == 1
    assert report.broken
    assert report.lines[0].startswith("broken   The permission im:write is missing.")
    assert "manifest slack" in report.lines[0]


async def test_a_token_that_slack_does_not_know_is_found(slack: FakeSlack, database: str) -> None:
    settings = one(slack, database)
    assert settings.slack is not None
    wrong = replace(settings, slack=replace(settings.slack, bot_token="xoxb-wrong-canary"))
    async with opened(wrong, start=False) as (app, _):
        report = await doctor(app, "")
    assert report.broken
    assert "SLACK_BOT_TOKEN" in report.lines[0]
    assert "canary" not in "".join(report.lines)


async def test_the_doctor_looks_at_the_process_and_at_time_zones(database: str) -> None:
    app = await build(Settings(database=database), Clock())
    nowhere = Person("maria", "Maria Nowak", zone="Mars/Olympus")
    await app.store.run("local", Cause("test", "Keep", app.clock.now()), lambda records: records.people.put(nowhere))
    app.delivering = asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait([app.delivering])
    lines = (await doctor(app, "")).lines
    await app.close()
    assert lines[0].startswith("broken   Delivery has stopped.")
    assert lines[1].startswith("broken   The time zone Mars/Olympus is not known here.")


async def test_without_slack_there_is_nothing_to_examine(database: str) -> None:
    app = await build(Settings(database=database), Clock())
    assert not (await doctor(app, "")).broken
    await app.close()
