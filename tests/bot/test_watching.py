"""What programs see that watch over Accord: readiness with its reasons, numbers about nobody, a sign of life."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from adapters.slack.client import Web
from bot.config import BadSettings, read_settings
from bot.heartbeat import Complaints, beat
from bot.readiness import Probe, problems
from bot.scheduler import scheduler
from bot.skew import Skew
from storage.connections import Connection
from storage.sqlite import SqliteConnection
from tests.adapters.slack.desk import Clock
from tests.adapters.slack.kept import KeptInstallations, KeptWaits, installation
from tests.stories.chat import Chat, running
from tests.stories.two_plants import LINE3_SAYS, two_plants

PLANT = installation()
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def asked(bot: Chat, path: str, **headers: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"{bot.url}{path}", headers=headers) as answer:
        return answer.status, await answer.text()


# --- F16: the clock of this computer against the platforms' ---


@pytest.mark.parametrize(
    ("ahead", "told", "not_ready"), [(0, 0, 0), (59, 0, 0), (-61, 1, 0), (239, 1, 0), (241, 1, 1), (-290, 1, 1)]
)
def test_f16_a_clock_that_is_off_is_told_and_then_stops_readiness(ahead: int, told: int, not_ready: int) -> None:
    skew = Skew(lambda: NOW, lambda: 0.0)
    skew.heard("Slack", {"Date": format_datetime(NOW - timedelta(seconds=ahead), usegmt=True)})
    assert (len(skew.doubtful()), len(skew.problems())) == (told, not_ready)
    for sentence in skew.problems():
        assert f"{abs(ahead)} seconds {'ahead of' if ahead > 0 else 'behind'} Slack's" in sentence


def test_f16_what_was_heard_long_ago_or_cannot_be_read_counts_for_nothing() -> None:
    moments = [0.0]
    skew = Skew(lambda: NOW, lambda: moments[0])
    skew.heard("Slack", {"Date": "yesterday"})
    skew.heard("Slack", {})
    assert skew.doubtful() == []
    skew.heard("Slack", {"Date": format_datetime(NOW - timedelta(hours=1), usegmt=True)})
    assert len(skew.problems()) == 1
    moments[0] = 901.0
    assert skew.problems() == []


@pytest.fixture
async def late_slack() -> AsyncIterator[str]:
    """A Slack whose clock is 250 seconds behind."""

    async def answer(_: web.Request) -> web.Response:
        date = format_datetime(datetime.now(UTC) - timedelta(seconds=250), usegmt=True)
        return web.json_response({"ok": True}, headers={"Date": date})

    server = web.Application()
    server.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


async def test_f16_the_date_of_slacks_answers_is_heard_and_readyz_says_so(bot: Chat, late_slack: str) -> None:
    await bot.app.tick()
    assert (await asked(bot, "/readyz"))[0] == 200
    caller = Web(
        KeptInstallations(PLANT), KeptWaits(), Clock().now, base_url=late_slack, heard=bot.app.skew.of("Slack")
    )
    await caller.call(PLANT, "auth.test", {})
    await caller.close()
    status, said = await asked(bot, "/readyz")
    assert status == 503
    assert re.search(r"The clock of this computer is 2[4-7]\d seconds ahead of Slack's\.", said), said


# --- F43: the scheduler is dead and HTTP alive ---


async def test_f43_a_dead_clock_is_told_in_thirty_seconds_and_the_heartbeat_stays_away(bot: Chat) -> None:
    alive = asyncio.Lock()

    async def tick() -> None:
        async with alive:
            await bot.app.tick()

    jobs = scheduler(tick, bot.app.maintain)
    jobs.start()
    beats: list[float] = []
    looks = Looks(lambda: problems(bot.app, Probe(bot.app.store)))
    async with listener(beats) as url:
        beating = asyncio.create_task(beat(url, looks, every=0.05))
        while len(beats) < 3:
            await asyncio.sleep(0.02)
        jobs.remove_job("tick")  # HTTP goes on
        await alive.acquire()  # and what has begun never ends
        bot.app.heartbeat -= 25  # twenty-five seconds later
        assert (await asked(bot, "/healthz"))[0] == 200
        status, said = await asked(bot, "/readyz")
        assert (status, "The clock has not run for " in said) == (503, True)
        await looks.more(2)
        heard = len(beats)
        await looks.more(5)
        assert len(beats) == heard
        alive.release()
        await bot.app.tick()
        while len(beats) == heard:
            await asyncio.sleep(0.02)
        beating.cancel()
        await asyncio.wait([beating])
    jobs.shutdown()


@dataclass
class Looks:
    """Looks for complaints, counted: a sign of life has been heard or left out once the next look is made."""

    complaints: Complaints
    made: int = 0

    async def __call__(self) -> Sequence[str]:
        self.made += 1
        return await self.complaints()

    async def more(self, number: int) -> None:
        """Returns when so many more have been made."""
        until = self.made + number
        while self.made < until:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def listener(beats: list[float], status: int = 200) -> AsyncIterator[str]:
    """Whoever raises the alarm when the sign of life stays away."""

    async def hear(_: web.Request) -> web.Response:
        beats.append(asyncio.get_running_loop().time())
        return web.Response(status=status)

    server = web.Application()
    server.router.add_get("/secret-id", hear)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/secret-id"
    finally:
        await runner.cleanup()


async def test_a_heartbeat_that_is_not_heard_is_logged_once_without_its_address() -> None:
    async def well() -> Sequence[str]:
        return ()

    beats: list[float] = []
    with capture_logs() as logs:
        async with listener(beats, 500) as url:
            beating = asyncio.create_task(beat(url, well, every=0.01))
            while len(beats) < 5:
                await asyncio.sleep(0.01)
            beating.cancel()
            await asyncio.wait([beating])
    assert [(each["event"], each["why"]) for each in logs] == [("the heartbeat is not heard", "HTTP 500")]


# --- the database ---


async def test_readiness_tries_the_database_before_somebody_meets_the_full_disk(tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        await bot.app.tick()
        assert (await asked(bot, "/readyz"))[0] == 200
        await on_writer(bot, "PRAGMA query_only = ON")
        await asyncio.sleep(2.1)  # it tries every two seconds at most
        status, said = await asked(bot, "/readyz")
        assert (status, "The database takes no changes: " in said) == (503, True)
        bot.app.store.silence = "It is to be silent."  # a silent one is not tried: it changes nothing at all
        assert json.loads((await asked(bot, "/readyz"))[1])["problems"][-1] == "It is to be silent."


async def on_writer(bot: Chat, statement: str) -> None:
    def work(connection: Connection) -> None:
        assert isinstance(connection, SqliteConnection)
        connection.raw.execute("COMMIT")
        connection.raw.execute(statement)
        connection.raw.execute("BEGIN")

    await bot.app.store.change(work)


# --- numbers ---


async def test_the_numbers_are_about_nobody_and_for_this_computer_only(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    await bot.app.tick()
    status, said = await asked(bot, "/metrics")
    assert status == 200
    for line in (
        "accord_ready 1.0",
        "accord_silent 0.0",
        "accord_due_broken 0.0",
        "accord_outbox_waiting ",
        "accord_outbox_parked ",
        "accord_outbox_oldest_seconds ",
        'accord_posts_total{ending="sent"}',
        'accord_commands_total{command="AnswerQuestion",outcome="done"}',
        "accord_command_seconds_count",
    ):
        assert f"\n{line}" in said
    assert not [word for word in (LINE3_SAYS, "maria", "line3", "example.com") if word in said.lower()]
    assert (await asked(bot, "/metrics", **{"X-Forwarded-For": "127.0.0.1"}))[0] == 403


async def test_the_numbers_are_for_whoever_shows_the_token(bot: Chat) -> None:
    token = "0123456789abcdef-canary"
    given = read_settings({"ACCORD_METRICS_TOKEN": token, "ACCORD_HEARTBEAT_URL": "https://hc.example.com/canary"})
    bot.app.settings = replace(bot.app.settings, watch=given.watch)
    assert (await asked(bot, "/metrics"))[0] == 403
    assert (await asked(bot, "/metrics", Authorization=f"Bearer {token}x"))[0] == 403
    assert (await asked(bot, "/metrics", Authorization=f"Bearer {token}"))[0] == 200
    assert "canary" not in repr(bot.app.settings)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"ACCORD_METRICS_TOKEN": ""}, "ACCORD_METRICS_TOKEN is empty"),
        ({"ACCORD_METRICS_TOKEN": "canary"}, "ACCORD_METRICS_TOKEN is too short or too simple"),
        ({"ACCORD_HEARTBEAT_URL": " "}, "ACCORD_HEARTBEAT_URL is empty"),
        ({"ACCORD_HEARTBEAT_URL": "http://canary.example.com"}, "ACCORD_HEARTBEAT_URL must begin with https://"),
        ({"ACCORD_HEARTBEAT_URL": "https://[canary"}, "ACCORD_HEARTBEAT_URL must begin with https://"),
    ],
)
def test_what_cannot_work_is_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(given)
    assert named in str(refused.value)
    assert "canary" not in str(refused.value)
