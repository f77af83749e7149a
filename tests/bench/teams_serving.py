"""A server in a process of its own: Accord behind Teams' door, or botbuilder's CloudAdapter as it comes.

`python -m tests.bench.teams_serving KIND DATABASE` prints its port and a token for it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import BotFrameworkAuthenticationFactory

from adapters.accounts import Account
from adapters.web.ports import LOCAL
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.logs import set_up_logs
from bot.serve import keep_what_is_loaded
from bot.teams_settings import TeamsSettings
from bot.web import application
from tests.bench.plants import FUNCTIONS, PLANTS, START, plant_file
from tests.bench.serving import Served
from tests.bench.slack_serving import NOWHERE, in_slack, slack_settings
from tests.teams.fake.keys import KeyRing, claims_for

APP_ID, TENANT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SERVICE = "https://smba.trafficmanager.net/emea/"


@dataclass(frozen=True)
class TeamsServed:
    """A running server, and a token that it takes."""

    served: Served
    token: str


@contextmanager
def serving(kind: str, database: str) -> Iterator[TeamsServed]:
    """Starts a server ("accord", "both" or "stock") and stops it by closing its stdin."""
    command = [sys.executable, "-m", "tests.bench.teams_serving", kind, database]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, text=True) as started:
        assert started.stdin is not None and started.stdout is not None  # noqa: PT018
        told = json.loads(started.stdout.readline())
        yield TeamsServed(Served(told["port"], psutil.Process(started.pid)), told["token"])
        started.stdin.close()
        assert started.wait(60) == 0


def account(person_id: str) -> str:
    """Somebody's id in the directory."""
    return f"aad-{person_id}".lower()


async def accord(database: str, openid_url: str) -> App:
    """Accord with one tenant in which everybody has an account."""
    settings = Settings(database=database, local_workspace=False, teams=teams_settings(openid_url))
    app = await build(settings, Clock.beginning(START))
    await in_teams(app)
    return app


async def both(database: str, openid_url: str) -> App:
    """Accord in Slack and in Teams, with everybody in both."""
    slack, teams = slack_settings(NOWHERE), teams_settings(openid_url)
    settings = Settings(database=database, local_workspace=False, slack=slack, teams=teams)
    app = await build(settings, Clock.beginning(START))
    await in_slack(app)
    await in_teams(app)
    return app


def teams_settings(openid_url: str) -> TeamsSettings:
    """One tenant."""
    return TeamsSettings(app_id=APP_ID, app_password="bench", tenants=(TENANT,), openid_url=openid_url)


async def in_teams(app: App) -> None:
    """Everybody has an account there."""
    assert app.teams is not None
    people = [person for number in range(PLANTS) for person in plant_file(number, FUNCTIONS)[1].people]
    await app.teams.accounts.keep(
        LOCAL, [Account(account(each.id), each.name, each.email, each.zone) for each in people]
    )


def stock() -> web.Application:
    """CloudAdapter, without a token check and with a bot that does nothing."""
    logging.disable(logging.WARNING)
    adapter = CloudAdapterBase(BotFrameworkAuthenticationFactory.create())

    async def nothing(context: TurnContext) -> None:
        assert context.activity.type

    async def answer(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        await adapter.process_activity("", activity, nothing)
        return web.Response()

    server = web.Application()
    server.router.add_post("/api/messages", answer)
    return server


async def serve(kind: str, database: str) -> None:
    """Until stdin ends."""
    set_up_logs()  # not to stdout, where only one line is read
    ring, runners = KeyRing(), list[web.AppRunner]()
    keys = web.Application()
    keys.router.add_get("/keys", lambda _: asyncio.sleep(0, web.json_response(ring.jwks())))
    keys.router.add_get("/openid", lambda _: asyncio.sleep(0, web.json_response({"jwks_uri": f"{key_url}/keys"})))
    key_url = f"http://127.0.0.1:{await _listening(keys, runners)}"
    kinds = {"accord": accord, "both": both}
    app = await kinds[kind](database, f"{key_url}/openid") if kind in kinds else None
    port = await _listening(stock() if app is None else application(app), runners)
    keep_what_is_loaded()
    token = ring.signing.token(claims_for(APP_ID, SERVICE, time.time()))
    print(json.dumps({"port": port, "token": token}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for runner in runners:
        await runner.cleanup()
    if app is not None:
        await app.close()


async def _listening(server: web.Application, runners: list[web.AppRunner]) -> int:
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    runners.append(runner)
    return int(runner.addresses[0][1])


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
