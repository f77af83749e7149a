"""Token rotation: each token is exchanged once, however many want it, and nothing is lost if that fails (F39)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.platform import PlatformError, Throttled, Unreachable
from adapters.slack.client import Web
from adapters.slack.ports import Installation, Workspace
from adapters.slack.renewing import App, Renewing, lasting
from bot.installations import ManyInstallations
from flows.wire import Wire
from storage.encryption import Cipher
from storage.installations import InstallationRows
from storage.store import Store
from tests.adapters.slack.desk import Clock
from tests.adapters.slack.kept import KeptWaits
from tests.slack.companies import companies, install
from tests.slack.fake.faults import Fault, Trouble
from tests.slack.fake.installing import CLIENT_ID, CLIENT_SECRET, granted
from tests.slack.fake.rotation import LASTS, Rotation
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import Served
from tests.storage.clerk import raw_sql
from tests.stories.test_escalations import escalate, load
from tests.tables import lay_tables

AT_ONCE = 500


@dataclass
class Replicas:
    """Two processes on one database, each with what it remembers by itself."""

    slack: FakeSlack
    clock: Clock
    webs: tuple[Web, Web]
    rows: ManyInstallations

    @property
    def rotation(self) -> Rotation:
        found = self.slack.team().rotation
        assert found is not None
        return found

    async def installed(self) -> Installation:
        found = await self.rows.latest(Workspace("", "T01"))
        assert found is not None
        return found

    async def ask(self, replica: int, installation: Installation) -> None:
        await self.webs[replica].call(installation, "auth.test", {}, patience=60)

    def exchanges(self) -> list[str]:
        return [call.outcome for call in self.slack.made("oauth.v2.access")]


async def prepared(_: str) -> None:
    """Nobody has to be let in."""


@asynccontextmanager
async def replicas(slack: FakeSlack, database: str) -> AsyncIterator[Replicas]:
    """A workspace has installed Accord, with a token that ends in twelve hours."""
    await asyncio.to_thread(lay_tables, database)
    store, clock, cipher = await Store.open(database, Wire({})), Clock(), Cipher([Fernet.generate_key().decode()])
    slack.now, slack.team().rotation = clock.now, Rotation()
    webs = []
    for _ in range(2):
        rows = ManyInstallations(InstallationRows(store, "slack", cipher), prepared)
        renewing = Renewing(rows, App(CLIENT_ID, CLIENT_SECRET), clock.now)
        url = f"{slack.url}/api/"
        webs.append(Web(rows, KeptWaits(), clock.now, base_url=url, budgets=None, renewing=renewing))
    bare = Installation("slack-T01", Workspace("", "T01"), "acme", "", "B01", "U01BOT")
    await rows.keep(lasting(bare, granted(slack, "T01"), clock.now()))
    assert "canary" not in str(raw_sql(database, "SELECT * FROM installation")), "nothing of it is kept in the clear"
    yield Replicas(slack, clock, (webs[0], webs[1]), rows)
    for web in webs:
        await web.close()
    await store.close()


@pytest.mark.parametrize("later", [LASTS - timedelta(minutes=30), LASTS + timedelta(hours=3)], ids=["ending", "ended"])
async def test_f39_of_two_processes_with_500_calls_each_one_exchanges_the_token_once(
    slack: FakeSlack, database_url: str, later: timedelta
) -> None:
    async with replicas(slack, database_url) as here:
        old = await here.installed()
        here.clock.pass_(later)
        slack.slowness = 0.05
        await asyncio.gather(*(here.ask(number % 2, old) for number in range(2 * AT_ONCE)))
        assert here.exchanges() == ["ok"]
        assert {call.outcome for call in slack.made("auth.test")} == {"ok"}
        assert (await here.installed()).bot_token != old.bot_token
        await here.ask(1, old)
        assert here.exchanges() == ["ok"]
        assert "canary" not in str(raw_sql(database_url, "SELECT * FROM installation"))


async def test_f39_whose_answer_was_lost_goes_on_with_the_old_token_and_exchanges_it_again(
    slack: FakeSlack, database: str
) -> None:
    async with replicas(slack, database) as here:
        old = await here.installed()
        here.clock.pass_(LASTS - timedelta(minutes=30))
        slack.trouble("oauth.v2.access", Trouble(Fault.RESET_AFTER))
        for replica in (0, 1, 0):
            await here.ask(replica, old)
        assert here.exchanges() == ["ok"], "the lease of the one that got no answer is not over yet"
        here.clock.pass_(timedelta(minutes=1))
        await here.ask(1, old)
        assert here.exchanges() == ["ok", "ok"]
        here.clock.pass_(timedelta(hours=2))
        await here.ask(0, old)
        assert (await here.installed()).paused == ""


async def test_f39_a_process_that_dies_while_it_exchanges_keeps_the_others_waiting_for_its_lease_only(
    slack: FakeSlack, database: str
) -> None:
    async with replicas(slack, database) as here:
        old = await here.installed()
        here.clock.pass_(LASTS + timedelta(minutes=1))
        slack.slowness = 60
        dying = asyncio.create_task(here.ask(0, old))
        while not here.exchanges():
            await asyncio.sleep(0.01)
        dying.cancel()
        slack.slowness = 0
        with pytest.raises(Unreachable):
            await here.ask(1, old)
        here.clock.pass_(timedelta(minutes=1))
        await here.ask(1, old)
        assert here.exchanges() == ["ok", "ok"]


async def test_f39_a_refresh_token_that_slack_does_not_take_pauses_the_workspace_once_its_token_has_ended(
    slack: FakeSlack, database: str
) -> None:
    async with replicas(slack, database) as here:
        here.rotation.forgiving = False
        old = await here.installed()
        here.clock.pass_(LASTS - timedelta(minutes=30))
        slack.trouble("oauth.v2.access", Trouble(Fault.RESET_AFTER))
        for _ in range(3):
            await here.ask(0, old)
            here.clock.pass_(timedelta(minutes=1))
        assert here.exchanges() == ["ok", "invalid_refresh_token", "invalid_refresh_token"]
        here.clock.pass_(timedelta(hours=1))
        with pytest.raises(PlatformError):
            await here.ask(0, old)
        paused = await here.installed()
        assert "has expired" in paused.paused
        calls = len(slack.calls)
        with pytest.raises(Throttled):
            await here.ask(0, paused)
        assert len(slack.calls) == calls, "and is left alone from then on"
        await here.rows.keep(lasting(replace(paused, paused=""), granted(slack, "T01"), here.clock.now()))
        await here.ask(0, await here.installed())


async def test_f39_while_slack_gives_no_token_what_is_to_be_sent_waits(slack: FakeSlack, database: str) -> None:
    async with replicas(slack, database) as here:
        old = await here.installed()
        here.clock.pass_(LASTS + timedelta(minutes=1))
        slack.trouble("oauth.v2.access", Trouble(Fault.ERROR_BEFORE))
        with pytest.raises(Unreachable):
            await here.ask(0, old)
        assert (await here.installed()).paused == "", "that says nothing about the workspace"
        here.clock.pass_(timedelta(minutes=1))
        await here.ask(0, old)


@pytest.fixture
async def served(slack: FakeSlack, database: str) -> AsyncIterator[Served]:
    """Accord, open to all."""
    async with companies(slack, database) as running:
        yield running


async def test_f39_days_later_people_are_still_written_to(served: Served, slack: FakeSlack, tmp_path: Path) -> None:
    slack.team().rotation = Rotation()
    bot = await install(served, slack.team())
    await load(bot, tmp_path)
    await bot.wait(days=2)
    before = len(slack.made("oauth.v2.access"))
    await escalate(bot)
    assert len(slack.made("oauth.v2.access")) == before + 1
    assert not [call for call in slack.calls if call.outcome not in ("ok", "hash_conflict")]
