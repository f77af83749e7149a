"""A server in a process of its own: Accord behind Slack's door, or the least that slack_bolt needs for the same.

`python -m tests.bench.slack_serving KIND DATABASE [API_URL]`.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import psutil
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.ports import Account, Installation, Workspace
from adapters.web.ports import LOCAL
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.logs import set_up_logs
from bot.slack_settings import SlackSettings
from bot.web import application
from storage.store import Store
from tests.bench.floor import Work, begin_five, five_statements, floor_store, one_insert
from tests.bench.plants import FUNCTIONS, NO_LIMIT, PLANTS, START, plant_file
from tests.bench.serving import Served, until_closed
from tests.bench.slack_load import SECRET

KEY = urlsafe_b64encode(sha256(b"bench").digest()).decode()
NOWHERE = "http://127.0.0.1:9/api/"
BOLTS: dict[str, Work | None] = {"bolt": one_insert, "bolt-five": five_statements, "bolt-as-it-comes": None}
"""What slack_bolt's one listener for each kind writes; None: it only acknowledges, and bolt is set up as it comes."""
EVERYTHING = re.compile(".*")


def user_of(person_id: str) -> str:
    """The Slack account of somebody."""
    return f"U{sha256(person_id.encode()).hexdigest()[:10].upper()}"


@contextmanager
def serving(kind: str, database: str, api_url: str = NOWHERE) -> Iterator[Served]:
    """Starts a server ("accord", "accord-delivering", "accord-for-two" or one of BOLTS); closing its stdin stops it."""
    command = [sys.executable, "-m", "tests.bench.slack_serving", kind, database, api_url]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, text=True) as started:
        assert started.stdin is not None and started.stdout is not None  # noqa: PT018
        port = int(started.stdout.readline())
        yield Served(port, psutil.Process(started.pid))
        started.stdin.close()
        assert started.wait(60) == 0


async def accord(database: str, api_url: str) -> App:
    """Accord with one workspace in which everybody has an account."""
    slack = slack_settings(api_url)
    settings = Settings(database=database, local_workspace=False, slack=slack, escalations_a_minute=NO_LIMIT)
    app = await build(settings, Clock.beginning(START))
    await in_slack(app)
    return app


async def for_two(database: str, api_url: str) -> App:
    """Accord in two workspaces, with the limits that it comes with; see `tests.bench.neighbours`."""
    return await build(open_to_all(database, api_url), Clock.beginning(START))


def open_to_all(database: str, api_url: str = NOWHERE) -> Settings:
    """Any workspace may install it."""
    slack = SlackSettings(signing_secret=SECRET, client_id="1.2", client_secret="bench", api_url=api_url)
    return Settings(
        database=database, local_workspace=False, slack=slack, public_url="https://accord.example", secret_keys=(KEY,)
    )


def slack_settings(api_url: str) -> SlackSettings:
    """One workspace."""
    return SlackSettings(signing_secret=SECRET, bot_token="xoxb-bench", api_url=api_url)


async def in_slack(app: App, organisation: str = LOCAL, team_id: str = "T0BENCH") -> None:
    """Accord is installed there, and everybody has an account."""
    assert app.slack is not None
    team = Workspace("", team_id)
    await app.slack.installations.keep(Installation(organisation, team, "Bench", "xoxb-bench", "B0BENCH", "U0BENCH"))
    people = [person for number in range(PLANTS) for person in plant_file(number, FUNCTIONS)[1].people]
    accounts = [Account(user_of(each.id), each.name, each.email, each.zone, direct="D0BENCH") for each in people]
    await app.slack.accounts.keep(organisation, accounts)


def bolt(store: Store, work: Work | None) -> web.Application:
    """slack_bolt with one listener for each kind, which commits what `work` writes and acknowledges."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-bench", bot_user_id="U0BENCH")

    async def take(ack: AsyncAck, body: dict[str, object]) -> None:
        if work is not None:
            key = sha256(json.dumps(body["trigger_id"]).encode()).hexdigest()
            await store.change(lambda connection: work(connection, key))
        await ack()

    app = AsyncApp(name="bench", signing_secret=SECRET, authorize=authorize, process_before_response=work is not None)
    app.event(EVERYTHING)(take)
    app.command(EVERYTHING)(take)
    app.shortcut(EVERYTHING)(take)
    app.view(EVERYTHING)(take)
    app.options(EVERYTHING)(take)
    app.action(EVERYTHING)(take)

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application(client_max_size=2**20)
    server.router.add_post("/slack/events", answer)
    return server


async def serve(kind: str, database: str, api_url: str) -> None:
    """Until stdin ends."""
    set_up_logs()  # not to stdout, where only the port is read
    running: App | Store
    if kind in BOLTS:
        running = await floor_store(database)
        await running.change(begin_five)
        server = bolt(running, BOLTS[kind])
    else:
        running = await (for_two if kind == "accord-for-two" else accord)(database, api_url)
        server = application(running)
    await until_closed(server, running, deliver=kind in ("accord-delivering", "accord-for-two"))


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
